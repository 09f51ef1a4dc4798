import type { ElementHandle, Page } from '@playwright/test';

import { BankWindow } from './harness/bank.ts';
import type { Flow } from './harness/flow.ts';
import { expect, test } from './harness/test.ts';
import { en } from './harness/words.ts';

/** Presses that nobody thought of. The seed is printed; the same seed and number press the same again. */
const TURNS = Number(process.env['MONKEY_TURNS'] ?? 80);
const SEED = Number(process.env['MONKEY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const BANK = 'Test (Non-OAuth)';

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
  test.setTimeout(60_000 + TURNS * 4 * 1_000);
  console.log(`MONKEY_SEED=${SEED} MONKEY_TURNS=${TURNS}`);
  const chance = random(SEED);
  let [turns, flows, linked] = [0, 0, 0];

  // Somebody has to have got somewhere, or leaving says little.
  while (turns < TURNS || (linked === 0 && turns < 4 * TURNS)) {
    const open = await merchant.collect();
    const { flow } = open;
    flows++;
    await expect(flow.agree).toBeVisible();
    const patience = 10 + chance() * 60;
    for (let turn = 0; turn < patience && !(await open.settled()); turn++, turns++) {
      await quiet(flow);
      const [dice, which, word, key, how] = [chance(), chance(), chance(), chance(), chance()];
      const of = <T>(all: T[], place: number): T | undefined => all[Math.floor(place * all.length)];
      if (dice < 0.4) {
        await goesOn(flow, page);
      } else if (dice < 0.75) {
        await press(page, of(await buttons(flow), which));
      } else if (dice < 0.82) {
        const inputs = flow.root.locator('input:not([type=checkbox]):not([type=radio]):visible');
        await of(await inputs.elementHandles(), which)
          ?.fill(of(['test', 'bank', 'mfa', '419203', ''], word) ?? '', { force: true })
          .catch(() => {});
      } else if (dice < 0.87) {
        await page.keyboard.press(of(['Escape', 'Enter', 'Tab', ' '], key) ?? 'Tab');
      } else if (dice < 0.9) {
        await context.setOffline(true);
        await press(page, of(await buttons(flow), which));
        await context.setOffline(false);
      } else {
        const window = context.pages().find((each) => each !== page);
        if (window) await atTheBank(new BankWindow(window), how);
      }
    }
    for (const other of context.pages()) if (other !== page) await other.close();

    // Leaving is a matter of three presses; the pause before the last one takes two seconds.
    await expect(async () => {
      if (await open.settled()) return;
      await page.keyboard.press('Escape');
      await press(page, (await flow.button(en('leave.leave')).elementHandles())[0]);
      expect(await open.settled()).toBe(true);
    }).toPass({ timeout: 15_000, intervals: [200, 500, 1000, 2500] });

    const { financialConnectionsSession: said, error } = await open.result();
    const held = (await api.retrieve(open.session)).accounts.data.map((account) => account.id).sort();
    if (said) {
      expect(said.accounts.map((account) => account.id).sort()).toEqual(held);
      if (held.length > 0) linked++;
    } else if (error?.code !== 'api_connection_error') {
      // Only a flow that ended without an answer of the server cannot know of what was linked.
      expect(held, `linked, with ${error?.code ?? 'neither session nor error'}`).toEqual([]);
    }
    const log = await page.evaluate(() => window.Linkspan.flowLog());
    await test.info().attach('flow-log.json', { body: log, contentType: 'application/json' });
    expect(log).toMatch(/^\{"flow_log":\[(\[\d+,\d+,\d+,\d+\],?)+\]\}$/);
  }
  console.log(`${flows} flows, ${turns} turns, ${linked} linked something`);
  expect(linked).toBeGreaterThan(0);
});

/** Waits until nothing is being asked, as far as the flow shows; what stays busy is pressed at anyway. */
async function quiet(flow: Flow): Promise<void> {
  await expect(flow.root.locator('[aria-busy=true]')).toHaveCount(0, { timeout: 1_500 }).catch(() => {});
}

type Handle = ElementHandle<Node>;

/** What can be pressed: of a sheet, where one lies over the pane. */
async function buttons(flow: Flow): Promise<Handle[]> {
  const pressable = 'button:enabled:visible, [role=option]:visible, input[type=checkbox]:enabled, input[type=radio]:enabled';
  const sheet = flow.root.getByRole('dialog');
  const within = (await sheet.count()) > 0 ? sheet.last().locator(pressable) : flow.root.locator(pressable);
  return within.elementHandles();
}

/** A press at once, where the thing is just now: panes come and go, and what is gone is no failure. */
async function press(page: Page, at: Handle | undefined): Promise<void> {
  try {
    await at?.evaluate((element) => (element as Element).scrollIntoView({ block: 'center' }));
    const box = await at?.boundingBox();
    if (box) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  } catch {
    // Gone between two lines.
  }
}

/** What somebody does who wants to get there. */
async function goesOn(flow: Flow, page: Page): Promise<void> {
  const share = flow.button(/^Share /);
  const password = flow.root.getByLabel(en('credentials.password'), { exact: true });
  try {
    if (await flow.search.isVisible()) {
      await flow.search.fill(BANK, { timeout: 1_000 });
      await expect(flow.result(BANK)).toBeVisible({ timeout: 3_000 });
      await press(page, (await flow.result(BANK).elementHandles())[0]);
    } else if (await password.isVisible()) {
      await flow.root.getByLabel(en('credentials.username')).fill('maya.lind', { timeout: 1_000 });
      await password.fill('open sesame', { timeout: 1_000 });
      await press(page, (await flow.button(en('credentials.submit')).elementHandles())[0]);
    } else {
      for (const button of [flow.agree, share, flow.done]) {
        if (await button.isVisible()) return await press(page, (await button.elementHandles())[0]);
      }
    }
  } catch {
    // The pane went away meanwhile.
  }
}

/** Signs in and decides, or does half of it. */
async function atTheBank(bank: BankWindow, how: number): Promise<void> {
  try {
    if (await bank.approve.isVisible()) await (how < 0.8 ? bank.approve : bank.refuse).click();
    else if (how < 0.8) await bank.signIn();
    else await bank.page.close();
  } catch {
    // The window closes itself whenever it is done.
  }
}
