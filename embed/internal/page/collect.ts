/** One flow in its frame, from the call to the result. */

import type { BankAccountTokenResult } from '../../public/contract';
import { forget, note } from '../flow-log';
import { alreadyOpen, failed, failure, plain } from '../result';
import { hello, isHello, type FrameMessage, type PageMessage } from '../messages';
import type { Request, Settings } from './arguments';
import { openModal, type Modal } from './modal';
import { words } from './words';

// Taken when the script loads: what a page patches later does not change the flow.
const { MessageChannel, Promise, URLSearchParams, clearTimeout, setTimeout } = window;

/** How long a frame may stay silent, in milliseconds. */
const PATIENCE = 15_000;

/** The flow that is open on this page. */
let current: Modal | undefined;

/** Opens the flow; resolves when it ends, and never rejects. */
export function collect(
  settings: Settings,
  request: Request,
  bank_account_token: boolean,
): Promise<BankAccountTokenResult> {
  if (current) {
    current.focus();
    return Promise.resolve(failed(alreadyOpen()));
  }
  if (typeof HTMLDialogElement !== 'function') {
    return Promise.resolve(
      failed(failure('api_error', 'browser_unsupported', 'This browser has no modal dialogs.')),
    );
  }

  forget();
  return new Promise((resolve) => {
    const { flowOrigin, key, locale, theme } = settings;
    let port: MessagePort | undefined;
    let patience: number | undefined;
    let silent = 0; // documents that the frame loaded, less those that said ready

    const finish = (result: BankAccountTokenResult): void => {
      if (!current) return;
      const modal = current;
      current = undefined;
      clearTimeout(patience);
      removeEventListener('message', onMessage);
      removeEventListener('pagehide', onRemoved);
      port?.close();
      modal.end();
      resolve(result);
    };
    const notLoaded = (): void =>
      finish(failed(failure('api_connection_error', 'flow_not_loaded', 'The flow did not load on this page.')));
    const onRemoved = (): void =>
      finish(
        failed(
          failure(
            'api_error',
            'flow_removed',
            'The page took the flow away. Retrieve the session on your server to see what was linked.',
          ),
        ),
      );
    const wait = (): void => {
      patience ??= setTimeout(notLoaded, PATIENCE);
    };
    const send = (message: PageMessage): void => port?.postMessage(message);

    function onMessage(event: MessageEvent): void {
      if (!current || !isHello(event, 'ready', current.frame.contentWindow, flowOrigin)) return;
      clearTimeout(patience);
      patience = undefined;
      silent--;
      // A frame that started itself again says ready again, and gets a port of its own.
      port?.close();
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = onPort;
      (event.source as Window).postMessage(hello('connect'), flowOrigin, [channel.port2]);
      const client_secret = request.clientSecret;
      send({ type: 'collect', publishable_key: key, client_secret, locale, theme, bank_account_token });
    }

    function onPort({ data }: MessageEvent<FrameMessage>): void {
      if (data.type === 'painted') {
        // Until then the card is the way out: the frame has none before its module is there.
        current?.reveal();
      } else if (data.type === 'event') {
        try {
          request.onEvent?.(data.event);
        } catch (error) {
          report(error);
        }
      } else if (data.type === 'step') {
        note(...data.step);
      } else if (data.type === 'result') {
        finish(plain(data.result));
      }
    }

    const query = new URLSearchParams({ key, origin: location.origin, locale, theme });
    current = openModal(`${flowOrigin}/frame?${query}`, theme, words(locale), {
      close: () => (port ? send({ type: 'close' }) : notLoaded()),
      removed: onRemoved,
      loaded: () => {
        // A document that loads without a word (a crash, a foreign page) must not hang the promise.
        if (++silent > 0) wait();
      },
    });
    addEventListener('message', onMessage);
    addEventListener('pagehide', onRemoved);
    wait();
  });
}

/** Shows an error as an uncaught one, without stopping the flow. */
function report(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}
