import { chromium, expect, test, type Page } from '@playwright/test';

import { launchOptions } from '../e2e/harness/chromium.ts';
import { Api } from '../e2e/harness/api.ts';
import { Merchant } from '../e2e/harness/merchant.ts';
import { startPrograms, type Programs } from '../e2e/harness/programs.ts';
import { en } from '../e2e/harness/words.ts';
import { HEAD, row, spread } from './table.ts';
import { navigationStart, opening, record, type Opening } from './timing.ts';

const RUNS = Number(process.env['LINKSPAN_BENCH_RUNS'] ?? 9);
const LIMIT = Number(process.env['LINKSPAN_BENCH_LIMIT'] ?? 3.5);

const STATIC = process.env['LINKSPAN_BENCH_STATIC'];

let programs: Programs;
/** The same server once more, with the static page in the place of the flow's. */
let statics: Programs;
test.beforeAll(async () => {
  if (!STATIC) throw new Error('start this by `cargo xtask bench`');
  programs = await startPrograms();
  statics = await startPrograms({ web: STATIC });
});
test.afterAll(async () => {
  await programs?.stop();
  await statics?.stop();
});

/** One measurement in a browser with a new profile, which knows the merchant's page only. */
async function fresh(measure: (page: Page) => Promise<Opening>): Promise<Opening> {
  const browser = await chromium.launch(launchOptions);
  try {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
      // What fades in has no moment of being painted: the browser reports none for it.
      reducedMotion: 'reduce',
    });
    await record(context, {
      heading: en('consent.title', { merchant: 'Harbour Books' }),
      button: en('consent.agree'),
      request: '/v1/link_account_sessions/consent_acquired',
    });
    const page = await context.newPage();
    await page.goto(programs.merchant, { waitUntil: 'load' });
    return await measure(page);
  } finally {
    await browser.close();
  }
}

/** (a) The same pane, written by hand as a page, from the same server. */
const staticPage = () =>
  fresh(async (page) => {
    await page.goto(`${statics.flow}/`);
    const { painted, operable } = await opening(page.mainFrame());
    const start = await navigationStart(page);
    return { painted: painted - start, operable: operable - start };
  });

/** (b) `collect()` on the merchant's page. */
const collect = () =>
  fresh(async (page) => {
    const api = new Api(programs);
    const session = await api.session();
    const merchant = new Merchant(page, api, programs);
    await expect.poll(() => page.evaluate(() => typeof window.Linkspan)).toBe('function');
    await page.evaluate(() => {
      const real = window.Linkspan;
      const marked = (...given: Parameters<typeof real>) => {
        performance.mark('collect');
        return real(...given);
      };
      window.Linkspan = Object.assign(marked, { flowLog: real.flowLog });
    });
    await merchant.collect({ session });
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    if (!frame) throw new Error('the flow has no frame');
    const { painted, operable } = await opening(frame);
    const start = await page.evaluate(
      () => performance.timeOrigin + (performance.getEntriesByName('collect')[0]?.startTime ?? Number.NaN),
    );
    return { painted: painted - start, operable: operable - start };
  });

test('from the call to an operable pane, against a static page', async () => {
  const a: Opening[] = [];
  const b: Opening[] = [];
  await staticPage();
  await collect();
  for (let run = 0; run < RUNS; run += 1) {
    a.push(await staticPage());
    b.push(await collect());
  }
  const of = (openings: Opening[], moment: keyof Opening) => spread(openings.map((each) => each[moment]));
  const rows = (['painted', 'operable'] as const).flatMap((moment) => [
    row(`(a) static page, ${moment}`, of(a, moment)),
    row(`(b) collect(), ${moment}`, of(b, moment)),
  ]);
  const ratio = (moment: keyof Opening) => of(b, moment).median / of(a, moment).median;
  console.log(
    [
      '',
      `${RUNS} times each, in turn, every time with a new profile:`,
      '',
      ...HEAD,
      ...rows,
      '',
      `(b)/(a), medians: painted ${ratio('painted').toFixed(2)}, operable ${ratio('operable').toFixed(2)}`,
      '',
    ].join('\n'),
  );
  expect(ratio('operable')).toBeLessThanOrEqual(LIMIT);
});
