/**
 * `/frame`: the flow inside a merchant's page.
 *
 * The page's origin is in this frame's address, and whether that page may show the frame was
 * decided by `frame-ancestors`. The client secret comes over the port and lives in closures only.
 */

import { showScreen } from './failure-screen';
import { guard, type Guarded } from './guard';
import { preloadFlow } from './load-flow';
import { preloadWords } from './load-words';
import { hello, isHello, type FrameMessage, type PageMessage } from './messages';
import { plain } from './result';
import { documentStage } from './stage';
import { synchronize } from './synchronize';
import { isTheme } from './theme';
import { withToken } from './token';

/** Says ready, takes the port, runs the flow. */
export function startFrame(query: URLSearchParams): void {
  const stage = documentStage('frame');
  const locale = query.get('locale') ?? 'auto';
  const origin = pageOrigin(query.get('origin'));
  if (!origin || window.parent === window) {
    showScreen(stage, 'stray', locale, []);
    return;
  }
  preloadFlow();
  preloadWords(locale);

  const onMessage = (event: MessageEvent): void => {
    const [port, ...more] = event.ports;
    if (!isHello(event, 'connect', window.parent, origin) || !port || more.length) return;
    removeEventListener('message', onMessage);
    serve(port);
  };
  addEventListener('message', onMessage);
  window.parent.postMessage(hello('ready'), origin);

  function serve(port: MessagePort): void {
    let running: Guarded | undefined;
    let painted = false;
    const send = (message: FrameMessage): void => port.postMessage(message);
    // A press beside the page's card puts the focus in here, where nothing else hears Escape yet.
    addEventListener('keydown', ({ key }) => {
      if (key === 'Escape' && !painted) running?.requestClose();
    });
    port.onmessage = ({ data }: MessageEvent<PageMessage>) => {
      if (data.type === 'close') {
        running?.requestClose();
      } else if (data.type === 'collect' && !running) {
        const key = { publishableKey: data.publishable_key, clientSecret: data.client_secret };
        running = guard(
          {
            ...key,
            locale: data.locale,
            theme: isTheme(data.theme) ? data.theme : 'auto',
            flowOrigin: location.origin,
            mount: 'frame',
            synchronized: synchronize(data.locale, key),
            onEvent: (event) => send({ type: 'event', event }),
            onPainted() {
              painted = true;
              send({ type: 'painted' });
            },
            onStep: (...step) => send({ type: 'step', step }),
          },
          stage,
        );
        void running.done
          .then((result) =>
            data.bank_account_token ? withToken(data.publishable_key, data.client_secret, result) : result,
          )
          .then((result) => send({ type: 'result', result: plain(result) }));
      }
    };
  }
}

/** The origin as it was given, when it is one that a page can have: compared exactly later on. */
export function pageOrigin(given: string | null): string | undefined {
  try {
    const url = new URL(given ?? '');
    return /^https?:$/.test(url.protocol) && url.origin === given ? given : undefined;
  } catch {
    return undefined;
  }
}
