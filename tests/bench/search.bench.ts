import { expect, test, type Frame } from '@playwright/test';

import { Api } from '../e2e/harness/api.ts';
import { Merchant } from '../e2e/harness/merchant.ts';
import { startPrograms, type Programs } from '../e2e/harness/programs.ts';
import { HEAD, row, spread } from './table.ts';

const INSTITUTIONS = 12_000;
const WORDS = ['north', 'credit', 'harbor', 'first', 'union'];
const LIMIT = 100;

let programs: Programs;
test.beforeAll(async () => {
  programs = await startPrograms({
    options: ['--generated-institutions', String(INSTITUTIONS), '--directory-seed', '1'],
  });
});
test.afterAll(async () => programs?.stop());

interface Key {
  at: number;
  painted?: number;
  /** Milliseconds from the key to the frame with its results. */
  shown: Promise<number>;
  settle(milliseconds: number): void;
}

type Timed = Window & { linkspanKey?: Key };

/** From the key to the frame that shows results for just what stands in the box. */
async function watchKeys(frame: Frame): Promise<void> {
  await frame.evaluate(() => {
    const timed = window as Timed;
    const begin = (event: KeyboardEvent) => {
      let settle: Key['settle'] = () => undefined;
      const shown = new Promise<number>((resolve) => (settle = resolve));
      timed.linkspanKey = { at: event.timeStamp, shown, settle };
    };
    addEventListener('keydown', begin, true);
    const shown = () => {
      const key = timed.linkspanKey;
      const typed = document.querySelector<HTMLInputElement>('[role=combobox]')?.value;
      if (!key || key.painted !== undefined || !typed) return;
      if (!document.body.textContent?.includes(`“${typed}”`)) return;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          key.painted ??= performance.now();
          key.settle(key.painted - key.at);
        };
        port2.postMessage(0);
      });
    };
    new MutationObserver(shown).observe(document, { childList: true, subtree: true, characterData: true });
  });
}

test(`from the key to the results painted, with ${INSTITUTIONS} institutions`, async ({ page }) => {
  const merchant = new Merchant(page, new Api(programs), programs);
  const { flow } = await merchant.collect();
  await flow.consent();
  const frame = page.frames().find((candidate) => candidate.url().startsWith(programs.flow));
  if (!frame) throw new Error('the flow has no frame');
  await watchKeys(frame);

  const times: number[] = [];
  for (const word of WORDS) {
    await flow.search.fill('');
    await flow.search.focus();
    for (const letter of word) {
      await page.keyboard.press(letter);
      times.push(await frame.evaluate(() => (window as Timed).linkspanKey?.shown ?? Number.NaN));
    }
  }
  const result = spread(times);
  console.log(['', `${times.length} keys:`, '', ...HEAD, row('key to results painted', result), ''].join('\n'));
  expect(result.median).toBeLessThanOrEqual(LIMIT);
});
