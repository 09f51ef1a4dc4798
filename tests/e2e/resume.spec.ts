import type { Page } from '@playwright/test';

import { TAKES_NUMBERS } from './harness/api.ts';
import { BankWindow } from './harness/bank.ts';
import { Flow } from './harness/flow.ts';
import type { Merchant, OpenFlow } from './harness/merchant.ts';
import { en, fr } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const OAUTH = 'Test (OAuth)';
const FORM = 'Bank (Non-OAuth)';

/** What a merchant's page does after it was loaded again: the same call with the same secret. */
function reload(merchant: Merchant, open: OpenFlow): Promise<OpenFlow> {
  return merchant.collectAgain({ session: open.session });
}

const goOn = (flow: Flow) => flow.button(en('oauth.go_on', { bank: OAUTH }));

test('a page that is loaded again at every pane goes on there, and nothing is asked twice', async ({
  merchant,
  api,
  programs,
  page,
}) => {
  let open = await merchant.collect();
  await expect(open.flow.agree).toBeVisible();
  open = await reload(merchant, open);
  await open.flow.consent();

  open = await reload(merchant, open);
  await expect(open.flow.heading(en('picker.title'))).toBeVisible();
  await open.flow.pick(OAUTH);
  await expect(goOn(open.flow)).toBeVisible();

  open = await reload(merchant, open);
  const bank = await BankWindow.openedBy(page, () => goOn(open.flow).click());
  await expect(open.flow.heading(en('oauth.waiting_title', { bank: OAUTH }))).toBeVisible();

  // The bank's window is still open: it is waited for, not begun anew.
  open = await reload(merchant, open);
  await expect(open.flow.heading(en('oauth.waiting_title', { bank: OAUTH }))).toBeVisible();
  await expect(open.flow.button(en('oauth.reopen', { bank: OAUTH }))).toBeVisible();
  await bank.signIn();
  await bank.approveAndReturn(programs.flow);
  await open.flow.accounts();

  open = await reload(merchant, open);
  await open.flow.accounts();
  await open.flow.shareAccounts(10);

  open = await reload(merchant, open);
  await expect(open.flow.heading(en('success.title', { count: 10 }))).toBeVisible();
  await open.flow.done.click();
  const { financialConnectionsSession: session } = await open.result();
  expect(session?.accounts).toHaveLength(10);
  expect(await api.accounts(open.session)).toHaveLength(10);
  expect(await open.eventNames()).toEqual(['open', 'success']);

  // The page never got the result: the same call gives it again, without a pane.
  open = await reload(merchant, open);
  const again = await open.result();
  expect(again.financialConnectionsSession?.accounts.map((account) => account.id)).toEqual(
    session?.accounts.map((account) => account.id),
  );
});

test('a sign-in by form goes on at the step that it was at', async ({ merchant, api }) => {
  let open = await merchant.collect();
  await open.flow.reach(FORM);
  await expect(open.flow.heading(en('credentials.title', { bank: FORM }))).toBeVisible();
  open = await reload(merchant, open);
  await open.flow.signIn(FORM, 'mfa');
  await expect(open.flow.heading(en('credentials.code_title'))).toBeVisible();
  open = await reload(merchant, open);
  await open.flow.root.getByRole('textbox', { name: en('credentials.code_label') }).fill('419203');
  await open.flow.button(en('credentials.code_submit')).click();
  await open.flow.accounts();
  await open.flow.shareAccounts(10);
  await open.flow.done.click();
  await open.result();
  expect((await api.retrieve(open.session)).accounts.data).toHaveLength(10);
});

test('problems and typed-in numbers lead back to the banks, which is what is left to do', async ({
  merchant,
  api,
}) => {
  const session = await api.session(TAKES_NUMBERS);
  let open = await merchant.collect({ session });
  await open.flow.reach('Down (Unscheduled)');
  await expect(open.flow.button(en('problem.another'))).toBeVisible();
  open = await reload(merchant, open);
  await expect(open.flow.heading(en('picker.title'))).toBeVisible();
  await open.flow.button(en('manual.link')).click();
  // Numbers that were not sent are nowhere but in the fields.
  await open.flow.root.getByLabel(en('manual.account'), { exact: true }).fill('000123456789');
  open = await reload(merchant, open);
  await expect(open.flow.heading(en('picker.title'))).toBeVisible();
});

test('an answer of the bank that came while nobody was here is said when somebody is', async ({
  merchant,
  programs,
  page,
}) => {
  let open = await merchant.collect();
  await open.flow.reach(OAUTH);
  const refused = await BankWindow.openedBy(page, () => goOn(open.flow).click());
  await page.goto('about:blank');
  await refused.signIn();
  await refused.refuse.click();
  await refused.returned(programs.flow);
  open = await reload(merchant, open);
  await expect(open.flow.root.getByText(en('oauth.denied', { bank: OAUTH }))).toBeVisible();

  const broken = await BankWindow.openedBy(page, () => goOn(open.flow).click());
  await page.goto('about:blank');
  await broken.fails();
  await broken.returned(programs.flow);
  open = await reload(merchant, open);
  await expect(open.flow.heading(en('problem.bank_error_title', { bank: OAUTH }))).toBeVisible();
  // Once.
  open = await reload(merchant, open);
  await expect(open.flow.heading(en('picker.title'))).toBeVisible();
  await open.flow.pick(OAUTH);

  const bank = await BankWindow.openedBy(page, () => goOn(open.flow).click());
  await page.goto('about:blank');
  await bank.signIn();
  await bank.approveAndReturn(programs.flow);
  open = await reload(merchant, open);
  await open.flow.accounts();
});

test('a page of the flow goes on when it is loaded again, and when its tab was killed', async ({
  page,
  api,
  context,
}) => {
  const session = await api.session({ ui_mode: 'hosted', hosted: { return_url: 'http://localhost:9/back' } });
  await page.goto(`${session.url}?locale=fr&theme=dark`);
  const flow = new Flow(page, fr);
  await flow.consent();
  await page.reload();
  await expect(flow.heading(fr('picker.title'))).toBeVisible();
  await flow.pick(FORM);
  await flow.signIn(FORM, 'open sesame');
  await flow.accounts();
  const address = page.url();
  expect(address).not.toContain(session.url?.split('/').at(-1));
  await page.close();

  const tab = await context.newPage();
  await tab.goto(address);
  const again = new Flow(tab, fr);
  await again.accounts();
  await expect(tab.locator('html')).toHaveAttribute('data-theme', 'dark');
  await again.shareAccounts(10);
  await tab.reload();
  await expect(again.done).toBeVisible();
  expect((await api.retrieve(session)).status).toBe('pending');
});

test('two pages of the flow in one browser act in a session each', async ({ page, api, context }) => {
  const sessions = [
    await api.session({ ui_mode: 'hosted', hosted: { return_url: 'http://localhost:9/back' } }),
    await api.session({ ui_mode: 'hosted', hosted: { return_url: 'http://localhost:9/back' } }),
  ];
  const tabs: Page[] = [page, await context.newPage()];
  for (const [at, tab] of tabs.entries()) await tab.goto(sessions[at]?.url ?? '');
  await new Flow(page).consent();
  // The other was opened later, and nobody has agreed there.
  await tabs[1]?.reload();
  await expect(new Flow(tabs[1] ?? page).agree).toBeVisible();
  await new Flow(page).pick(FORM);
  await expect(new Flow(page).heading(en('credentials.title', { bank: FORM }))).toBeVisible();
});
