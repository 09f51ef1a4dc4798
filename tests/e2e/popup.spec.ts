import type { Api } from './harness/api.ts';
import { BankWindow } from './harness/bank.ts';
import type { OpenFlow } from './harness/merchant.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (OAuth)';
const ALL = 10;

/** From the bank's window to the accounts. */
async function signsIn(open: OpenFlow, flowOrigin: string, bank: BankWindow): Promise<void> {
  await bank.signIn();
  await bank.approveAndReturn(flowOrigin);
  await open.flow.accounts();
}

/** From the bank's window to the result, on the page and on the server. */
async function linksEverything(open: OpenFlow, api: Api, flowOrigin: string, bank: BankWindow): Promise<void> {
  await signsIn(open, flowOrigin, bank);
  const { flow } = open;
  await flow.shareAccounts(ALL);
  await flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(ALL);
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
}

test('a window that the browser blocks can be opened by hand', async ({ merchant, programs, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  // A press is good for one window: whoever opens another before makes the browser block the flow's.
  const goOn = flow.button(en('oauth.go_on', { bank: BANK }));
  await goOn.evaluate((button) => {
    button.addEventListener('click', () => window.open('about:blank'), { capture: true, once: true });
  });
  const [other] = await Promise.all([page.context().waitForEvent('page'), goOn.click()]);
  await expect(flow.root.getByText(en('oauth.blocked_text'))).toBeVisible();
  expect(page.context().pages()).toEqual([page, other]);
  await other.close();

  const link = flow.root.getByRole('link', { name: en('oauth.blocked_link', { bank: BANK }) });
  const bank = await BankWindow.openedBy(page, () => link.click());
  // Here it ends: headless Chromium sends no more clicks to a page that two windows were opened from.
  await signsIn(open, programs.flow, bank);
});

test('a window that was closed can be opened again', async ({ merchant, api, programs, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  const closed = await BankWindow.openedBy(page, () => flow.button(en('oauth.go_on', { bank: BANK })).click());
  await closed.page.close();
  const reopen = flow.button(en('oauth.reopen', { bank: BANK }));
  const bank = await BankWindow.openedBy(page, () => reopen.click());
  await linksEverything(open, api, programs.flow, bank);
});

test('a closed window can be given up for another bank', async ({ merchant, api, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  const closed = await BankWindow.openedBy(page, () => flow.button(en('oauth.go_on', { bank: BANK })).click());
  await closed.page.close();
  await flow.button(en('oauth.another')).click();
  await expect(flow.heading(en('picker.title'))).toBeVisible();
  await flow.pick('Test (Non-OAuth)');
  await flow.signIn('Test (Non-OAuth)', 'open sesame');
  await flow.accounts();
  await flow.shareAccounts(ALL);
  await flow.done.click();
  const { financialConnectionsSession: session } = await open.result();
  expect(new Set(session?.accounts.map((account) => account.institution_name))).toEqual(
    new Set(['Test (Non-OAuth)']),
  );
  expect((await api.retrieve(open.session)).accounts.data).toHaveLength(ALL);
});

test('a bank that cuts its window off from the flow still leads back', async ({
  merchant,
  api,
  programs,
  page,
  context,
}) => {
  // With COOP the opener believes the window closed, and neither can speak to the other.
  await context.route(`${programs.bank}/**`, async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue();
    const answer = await route.fetch({ maxRedirects: 0 });
    await route.fulfill({
      response: answer,
      headers: { ...answer.headers(), 'cross-origin-opener-policy': 'same-origin' },
    });
  });
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  const bank = await BankWindow.openedBy(page, () => flow.button(en('oauth.go_on', { bank: BANK })).click());
  expect(await bank.page.evaluate(() => window.opener === null)).toBe(true);
  await linksEverything(open, api, programs.flow, bank);
});
