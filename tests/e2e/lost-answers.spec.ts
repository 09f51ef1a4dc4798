import type { Page } from '@playwright/test';

import { BankWindow } from './harness/bank.ts';
import { Merchant, type OpenFlow } from './harness/merchant.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (OAuth)';
const RETRIEVE = '**/v1/connections/auth_sessions/retrieve';

/** The bank's window, opened from the flow. */
function atBank(page: Page, open: OpenFlow): Promise<BankWindow> {
  return BankWindow.openedBy(page, () => open.flow.button(en('oauth.go_on', { bank: BANK })).click());
}

/** The address by which the bank sends the window back; it does not get there. */
async function lostOnTheWay(bank: BankWindow): Promise<string> {
  let lose: (address: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    lose = resolve;
  });
  // Redirects themselves cannot be held up here.
  await bank.page.route('**/authorize/decision', async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    lose(answer.headers()['location'] ?? '');
    await route.abort('connectionreset');
  });
  await bank.approve.click();
  return lost;
}

/** From now on the flow does not get through to its server; a request that waits is answered still. */
async function cut(page: Page, path: string): Promise<() => Promise<void>> {
  await page.route(path, (route) => route.abort('internetdisconnected'));
  return () => page.unroute(path);
}

/** Signed in at the bank, while the flow cannot ask how that stands. */
async function unheardAtBank(merchant: Merchant, page: Page) {
  const open = await merchant.collect();
  const restore = await cut(page, RETRIEVE);
  await open.flow.reach(BANK);
  const bank = await atBank(page, open);
  await bank.signIn();
  return { open, bank, restore };
}

test('a bank that breaks is told from a no, and another one can be chosen', async ({ merchant, page }) => {
  const open = await merchant.collect();
  await open.flow.reach(BANK);
  const bank = await atBank(page, open);
  await bank.fails();
  await expect(open.flow.heading(en('problem.bank_error_title', { bank: BANK }))).toBeVisible();
  await expect(open.flow.button(en('trouble.retry'))).toBeVisible();
  await open.flow.button(en('problem.another')).click();
  await expect(open.flow.heading(en('picker.title'))).toBeVisible();
  expect(await open.settled()).toBe(false);
});

test('an answer that is lost on the way arrives in another tab, and twice', async ({ merchant, page, context }) => {
  const open = await merchant.collect();
  await open.flow.reach(BANK);
  const bank = await atBank(page, open);
  await bank.signIn();
  const address = await lostOnTheWay(bank);
  await expect(open.flow.heading(en('oauth.waiting_title', { bank: BANK }))).toBeVisible();
  await bank.page.close();

  for (let time = 0; time < 2; time++) {
    const tab = await context.newPage();
    await tab.goto(address);
    await open.flow.accounts();
    // A tab that no script opened cannot close itself: it says that it can be closed.
    await expect(tab.getByRole('heading')).toHaveText('You can close this window');
    await tab.close();
  }
  await open.flow.shareAccounts(10);
  await open.flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
});

test('a tab that was killed after the bank’s yes loses nothing', async ({ merchant, page, programs, api, context }) => {
  const open = await merchant.collect();
  await open.flow.reach(BANK);
  const bank = await atBank(page, open);
  await bank.signIn();
  await page.close();
  await bank.approveAndReturn(programs.flow);
  const tab = new Merchant(await context.newPage(), api, programs);
  const again = await tab.collect({ session: open.session });
  await again.flow.accounts();
});

test('a network that is lost during the return: the server is asked before anything is believed', async ({
  merchant,
  page,
  programs,
}) => {
  const { open, bank, restore } = await unheardAtBank(merchant, page);
  const { flow } = open;
  await bank.approveAndReturn(programs.flow);
  // The person sees nothing of the yes, closes the window and gives up: with a double click, which is one.
  await flow.button(en('oauth.another')).dblclick();
  await flow.accounts();
  await restore();
  await flow.shareAccounts(10);
  await flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
});

test('without any network nothing is said to be cancelled, and it goes on by itself', async ({
  merchant,
  page,
  programs,
}) => {
  const { open, bank, restore: restoreOne } = await unheardAtBank(merchant, page);
  const { flow } = open;
  const restore = await cut(page, `${programs.flow}/v1/**`);
  await bank.approveAndReturn(programs.flow);
  await flow.button(en('oauth.another')).click();
  // Giving up is done again by a press alone; what the bank said is asked all the time.
  await expect(flow.root.getByText(en('trouble.offline_press'))).toBeVisible();
  await expect(flow.heading(en('oauth.waiting_title', { bank: BANK }))).toBeVisible();
  expect(await open.settled()).toBe(false);
  await restore();
  await restoreOne();
  // Between two questions are up to 15 s by then.
  await expect(flow.rows.first()).toBeVisible({ timeout: 30_000 });
  await flow.accounts();
});
