import { BankWindow } from './harness/bank.ts';
import { expect, test } from './harness/test.ts';
import { en } from './harness/words.ts';

/** Some seconds of presses that nobody thought of. The seed is printed. */
const SECONDS = Number(process.env['MONKEY_SECONDS'] ?? 15);
const SEED = Number(process.env['MONKEY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('somebody presses anything, and can leave with what is linked', async ({
  merchant,
  api,
  page,
  context,
}) => {
  test.setTimeout((SECONDS + 60) * 1000);
  console.log(`MONKEY_SEED=${SEED}`);
  const chance = random(SEED);
  const one = <T>(of: T[]): T | undefined => of[Math.floor(chance() * of.length)];
  const quick = { timeout: 500 };
  const until = Date.now() + SECONDS * 1000;
  let presses = 0;
  let flows = 0;

  while (Date.now() < until) {
    const open = await merchant.collect();
    const { flow } = open;
    flows++;
    await expect(flow.agree).toBeVisible();
    const patience = 10 + chance() * 60;
    for (let turn = 0; turn < patience && Date.now() < until && !(await open.settled()); turn++) {
      const dice = chance();
      // What cannot be pressed just now is no failure: panes come and go.
      if (dice < 0.7) {
        const all = await flow.root.locator('button:enabled, [role=option], input[type=checkbox], input[type=radio]').all();
        await one(all)?.click(quick).catch(() => {});
      } else if (dice < 0.8) {
        const inputs = await flow.root.locator('input:not([type=checkbox]):not([type=radio])').all();
        await one(inputs)?.fill(one(['test', 'bank', 'mfa', '419203', '']) ?? '', quick).catch(() => {});
      } else if (dice < 0.86) {
        await page.keyboard.press(one(['Escape', 'Enter', 'Tab', ' ']) ?? 'Tab');
      } else if (dice < 0.9) {
        await context.setOffline(true);
        await page.waitForTimeout(chance() * 300);
        await context.setOffline(false);
      } else {
        const window = context.pages().find((each) => each !== page);
        if (window) await atTheBank(new BankWindow(window), chance);
      }
      presses++;
    }
    await context.setOffline(false);
    for (const other of context.pages()) if (other !== page) await other.close();

    // Leaving is a matter of three presses; the pause before the last one takes two seconds.
    await expect(async () => {
      if (await open.settled()) return;
      await page.keyboard.press('Escape');
      await flow.button(en('leave.leave')).click(quick).catch(() => {});
      expect(await open.settled()).toBe(true);
    }).toPass({ timeout: 15_000, intervals: [200, 500, 1000, 2500] });

    const { financialConnectionsSession: said, error } = await open.result();
    const held = (await api.retrieve(open.session)).accounts.data.map((account) => account.id).sort();
    if (!error) expect(said?.accounts.map((account) => account.id).sort()).toEqual(held);
    const log = await page.evaluate(() => window.Linkspan.flowLog());
    await test.info().attach('flow-log.json', { body: log, contentType: 'application/json' });
    expect(log).toMatch(/^\{"flow_log":\[(\[\d+,\d+,\d+,\d+\],?)+\]\}$/);
  }
  console.log(`${flows} flows, ${presses} presses`);
});

/** Signs in and decides, or does half of it. */
async function atTheBank(bank: BankWindow, chance: () => number): Promise<void> {
  try {
    if (await bank.approve.isVisible()) await (chance() < 0.8 ? bank.approve : bank.refuse).click({ timeout: 500 });
    else if (chance() < 0.8) await bank.signIn();
    else await bank.page.close();
  } catch {
    // The window closes itself whenever it is done.
  }
}
