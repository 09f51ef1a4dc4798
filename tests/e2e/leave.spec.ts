import type { Api } from './harness/api.ts';
import type { OpenFlow } from './harness/merchant.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (Non-OAuth)';

async function leftWithNothing(open: OpenFlow, api: Api): Promise<void> {
  expect(await open.result()).toMatchObject({ financialConnectionsSession: { id: open.session.id, accounts: [] } });
  await expect(open.page.locator('iframe')).toHaveCount(0);
  const held = await api.retrieve(open.session);
  expect(held.status).toBe('cancelled');
  expect(held.accounts.data).toEqual([]);
  expect((await open.eventNames()).at(-1)).toBe('cancel');
}

/** Closing asks first; staying changes nothing, leaving ends it. */
async function stayThenLeave(open: OpenFlow, heading: string): Promise<void> {
  const { flow } = open;
  await flow.close.click();
  await expect(flow.leaveDialog).toBeVisible();
  await flow.leaveDialog.getByRole('button', { name: en('leave.stay') }).click();
  await expect(flow.leaveDialog).toBeHidden();
  await expect(flow.heading(heading)).toBeVisible();
  expect(await open.settled()).toBe(false);
  await flow.close.click();
  await flow.leaveDialog.getByRole('button', { name: en('leave.leave'), exact: true }).click();
}

test('“Not now” on the consent pane leaves at once', async ({ merchant, api }) => {
  const open = await merchant.collect();
  await open.flow.button(en('consent.leave')).click();
  await leftWithNothing(open, api);
});

test('the close button on the consent pane leaves at once', async ({ merchant, api }) => {
  const open = await merchant.collect();
  await open.flow.close.click();
  await leftWithNothing(open, api);
});

test('Escape on the consent pane leaves at once, and the focus returns to the page', async ({
  merchant,
  api,
  page,
}) => {
  await merchant.open();
  const button = page.getByRole('button').first();
  await button.focus();
  const open = await merchant.collect();
  await expect(open.flow.agree).toBeVisible();
  await open.flow.agree.press('Escape');
  await leftWithNothing(open, api);
  await expect(button).toBeFocused();
});

test('leaving the choice of banks after consent asks first', async ({ merchant, api }) => {
  const open = await merchant.collect();
  await open.flow.consent();
  await stayThenLeave(open, en('picker.title'));
  await leftWithNothing(open, api);
});

test('leaving a sign-in form asks first', async ({ merchant, api }) => {
  const open = await merchant.collect();
  await open.flow.reach(BANK);
  const title = en('credentials.title', { bank: BANK });
  await expect(open.flow.heading(title)).toBeVisible();
  await stayThenLeave(open, title);
  await leftWithNothing(open, api);
});

test('leaving before the bank’s window asks first', async ({ merchant, api }) => {
  const open = await merchant.collect();
  await open.flow.reach('Northline');
  const title = en('oauth.title', { bank: 'Northline' });
  await expect(open.flow.heading(title)).toBeVisible();
  await stayThenLeave(open, title);
  await leftWithNothing(open, api);
});

test('leaving the choice of accounts asks first, and shares nothing', async ({ merchant, api }) => {
  const open = await merchant.collect();
  await open.flow.reach(BANK);
  await open.flow.signIn(BANK, 'open sesame');
  await open.flow.accounts();
  await stayThenLeave(open, en('accounts.title'));
  await leftWithNothing(open, api);
  expect(await api.accounts(open.session)).toEqual([]);
});

test('Escape opens the question, and a second Escape stays', async ({ merchant }) => {
  const open = await merchant.collect();
  await open.flow.consent();
  await open.flow.search.press('Escape');
  await expect(open.flow.leaveDialog).toBeVisible();
  await open.flow.leaveDialog.press('Escape');
  await expect(open.flow.leaveDialog).toBeHidden();
  expect(await open.settled()).toBe(false);
});

test('closing the success pane keeps what was linked', async ({ merchant, api }) => {
  const open = await merchant.collect();
  await open.flow.linkEverything(BANK);
  await open.flow.close.click();
  const { financialConnectionsSession: session } = await open.result();
  expect(session?.accounts).toHaveLength(10);
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
});

test('leaving at a second bank keeps the accounts of the first', async ({ merchant, api }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.linkEverything(BANK);
  await flow.button(en('success.more')).click();
  await flow.pick('Sierra Credit Union');
  await expect(flow.heading(en('credentials.title', { bank: 'Sierra Credit Union' }))).toBeVisible();
  await flow.close.click();
  const question = flow.root.getByRole('dialog', { name: en('leave.title_linked') });
  await question.getByRole('button', { name: en('leave.leave'), exact: true }).click();
  const { financialConnectionsSession: session } = await open.result();
  expect(session?.accounts).toHaveLength(10);
  expect(new Set(session?.accounts.map((account) => account.institution_name))).toEqual(new Set([BANK]));
  expect((await api.retrieve(open.session)).accounts.data).toHaveLength(10);
});

test('a page that is left before the end completes nothing, and the session can go on', async ({
  merchant,
  api,
}) => {
  const open = await merchant.collect();
  await open.flow.consent();
  await merchant.open();
  expect((await api.retrieve(open.session)).status).toBe('pending');
  const again = await merchant.collect({ session: open.session });
  await expect(again.flow.heading(en('picker.title'))).toBeVisible();
  await again.flow.pick(BANK);
  await again.flow.signIn(BANK, 'open sesame');
  await again.flow.accounts();
  await again.flow.button(/^Share \d+ accounts$/).click();
  await again.flow.done.click();
  expect((await again.result()).financialConnectionsSession?.accounts).toHaveLength(10);
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
});
