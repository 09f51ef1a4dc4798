import type { BrowserContext, Frame, Page } from '@playwright/test';

/** Milliseconds of the browser's clock, the same in every frame (`timeOrigin + now`). */
export interface Opening {
  /** The pane's heading was on screen. */
  painted: number;
  /** A press of its button was handled, and the pane was on screen. */
  operable: number;
}

interface Recorder {
  painted?: number;
  handled?: number;
  /** Settles once both moments are known; nothing polls while they are waited for. */
  opened: Promise<Opening>;
}

type RecordingWindow = Window & { linkspanBench?: Recorder };

/** Words of the two things that are waited for. */
interface Wanted {
  heading: string;
  button: string;
  /** Path of the request that a handled press makes. */
  request: string;
}

/**
 * Watches every frame from its first script on: when the heading is painted (element timing) and
 * when a press of the button first has an effect. Presses are tried at every change of the document
 * and every frame, so that no pause of our own is measured.
 */
export async function record(context: BrowserContext, wanted: Wanted): Promise<void> {
  await context.addInitScript((wanted: Wanted) => {
    let settle: (opening: Opening) => void;
    const recorder: Recorder = { opened: new Promise((resolve) => (settle = resolve)) };
    (window as RecordingWindow).linkspanBench = recorder;
    const check = () => {
      const { painted, handled } = recorder;
      if (painted !== undefined && handled !== undefined) settle({ painted, operable: Math.max(painted, handled) });
    };
    const clock = (moment = performance.now()) => performance.timeOrigin + moment;

    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { identifier: string; renderTime: number })[]) {
        if (entry.identifier === 'pane') recorder.painted ??= clock(entry.renderTime);
      }
      check();
    }).observe({ type: 'element', buffered: true });

    let lastPress = 0;
    const realFetch = window.fetch;
    window.fetch = (...request) => {
      const address = request[0] instanceof Request ? request[0].url : String(request[0]);
      if (address.includes(wanted.request)) {
        recorder.handled ??= lastPress;
        check();
        // Without an answer the pane stays, and can still be painted.
        return new Promise<Response>(() => undefined);
      }
      return realFetch(...request);
    };

    const look = () => {
      for (const heading of document.querySelectorAll('h1')) {
        const marked = heading.hasAttribute('elementtiming');
        if (!marked && heading.textContent?.includes(wanted.heading)) heading.setAttribute('elementtiming', 'pane');
      }
      if (recorder.handled !== undefined) return;
      for (const button of document.querySelectorAll('button')) {
        if (button.textContent?.trim() === wanted.button && !button.disabled) {
          lastPress = clock();
          button.click();
        }
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
    document.addEventListener('readystatechange', look);
    const everyFrame = () => {
      look();
      if (recorder.handled === undefined) requestAnimationFrame(everyFrame);
    };
    requestAnimationFrame(everyFrame);
  }, wanted);
}

/** Waits for both moments in this frame. */
export function opening(frame: Frame): Promise<Opening> {
  return frame.evaluate(() => {
    const recorder = (window as RecordingWindow).linkspanBench;
    if (!recorder) throw new Error('nothing is recorded in this frame');
    return recorder.opened;
  });
}

/** When the page's own document began to load. */
export function navigationStart(page: Page): Promise<number> {
  return page.evaluate(() => performance.timeOrigin);
}
