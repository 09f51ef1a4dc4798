// What a session asks for, in what the person sees and in what the server holds afterwards.
import type { Merchant, OpenFlow } from './harness/merchant.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (Non-OAuth)';
const MIXED = 'Sierra Credit Union';

/** The choice of accounts at a bank where some can pay and some cannot. */
async function atMixedAccounts(merchant: Merchant, support: string): Promise<OpenFlow> {
  const filters = { require_payment_method_support: support };
  const session = await merchant.api.session({ permissions: ['payment_method'], filters });
  const open = await merchant.collect({ session });
  await open.flow.reach(MIXED);
  await open.flow.signIn(MIXED, 'open sesame');
  await open.flow.accounts();
  return open;
}

test('filters[country]: banks of another country are neither shown nor found', async ({ merchant, api }) => {
  const session = await api.session({ filters: { country: 'CA' } });
  const open = await merchant.collect({ session });
  const { flow } = open;
  await flow.consent();
  await flow.search.fill(BANK);
  await expect(flow.root.getByText(en('picker.none_title', { query: BANK }))).toBeVisible();
  await flow.search.fill('');
  await expect(flow.root.getByText(en('picker.none_title', { query: BANK }))).toHaveCount(0);
  await expect(flow.button(/^Cedar Bank/)).toHaveCount(0);
  const home = await merchant.collectAgain({ session: await api.session({ filters: { country: 'US' } }) });
  await home.flow.consent();
  await expect(home.flow.button(/^Cedar Bank/)).toBeVisible();
  await home.flow.search.fill(BANK);
  await expect(home.flow.result(BANK)).toBeVisible();
});

test('filters[require_payment_method_support]=all: what cannot pay is shown with the reason, and not shared', async ({
  merchant,
  api,
}) => {
  const open = await atMixedAccounts(merchant, 'all');
  const { flow, session } = open;
  await expect(flow.root.getByText(en('accounts.no_payments')).first()).toBeVisible();
  await expect(flow.root.getByRole('checkbox', { name: /^Rewards Card/ })).toBeDisabled();
  await flow.button(/^Share \d+ accounts?$/).click();
  await flow.done.click();
  await open.result();
  const { data } = (await api.retrieve(session)).accounts;
  expect(data.length).toBeGreaterThan(0);
  for (const { supported_payment_method_types: types } of data) expect(types).toContain('us_bank_account');
});

test('filters[require_payment_method_support]=at_least_one: a choice without one that can pay is not shared', async ({
  merchant,
  api,
}) => {
  const open = await atMixedAccounts(merchant, 'at_least_one');
  const { flow, session } = open;
  const names = ['Everyday Checking', 'Rainy Day Savings', 'Joint Household'];
  for (const name of names) await flow.row(name).click();
  await expect(flow.row('Rewards Card')).toBeChecked();
  await expect(flow.button(en('accounts.share_pays'))).toBeDisabled();
  await flow.row('Everyday Checking').click();
  await flow.shareAccounts(2);
  await flow.done.click();
  await open.result();
  const types = (await api.retrieve(session)).accounts.data.map((one) => one.supported_payment_method_types);
  expect(types).toContainEqual([]);
  expect(types).toContainEqual(['us_bank_account', 'link']);
});

test('filters[institution]: straight to that bank, and another can be chosen', async ({ merchant, api }) => {
  const session = await api.session({ filters: { institution: 'bcinst_sierra' } });
  const open = await merchant.collect({ session });
  const { flow } = open;
  await flow.agree.click();
  await expect(flow.heading(en('credentials.title', { bank: MIXED }))).toBeVisible();
  await flow.back.click();
  await expect(flow.heading(en('picker.title'))).toBeVisible();
  await flow.pick(BANK);
  await flow.signIn(BANK, 'open sesame');
  await flow.accounts();
  await flow.shareAccounts(10);
  await flow.done.click();
  const { financialConnectionsSession: result } = await open.result();
  expect(new Set(result?.accounts.map((account) => account.institution_name))).toEqual(new Set([BANK]));
});

test('prefetch: what was asked for is read without a further request', async ({ merchant, api }) => {
  const session = await api.session({ prefetch: ['balances', 'transactions'] });
  const open = await merchant.collect({ session });
  const data = `${en('success.balances')} and ${en('success.transactions')}`;
  await expect(open.flow.root.getByText(en('consent.at_once', { data }))).toBeVisible();
  await open.flow.linkEverything(BANK);
  await open.flow.done.click();
  const { financialConnectionsSession: result } = await open.result();
  const success = result?.accounts.find((account) => account.display_name === 'Success')?.id ?? '';
  await expect.poll(async () => (await api.account(success)).balance_refresh?.status).toBe('succeeded');
  await expect.poll(async () => (await api.account(success)).transaction_refresh?.status).toBe('succeeded');
  expect((await api.account(success)).ownership_refresh).toBeNull();
});

test('without prefetch: read when the merchant asks, and the person reads so', async ({ merchant, api }) => {
  const open = await merchant.collect();
  const data = `${en('success.balances')} and ${en('success.transactions')}`;
  const asks = en('consent.on_request', { merchant: 'Harbour Books', data });
  await expect(open.flow.root.getByText(asks, { exact: true })).toBeVisible();
  await open.flow.linkEverything(BANK);
  await open.flow.done.click();
  const { financialConnectionsSession: result } = await open.result();
  expect((await api.account(result?.accounts[0]?.id ?? '')).balance_refresh).toBeNull();
});

test('manual_entry: off unless it is asked for', async ({ merchant }) => {
  const { flow } = await merchant.collect();
  await flow.reach('Down (Error)');
  await expect(flow.heading(en('problem.bank_error_title', { bank: 'Down (Error)' }))).toBeVisible();
  await expect(flow.button(en('manual.link'))).toHaveCount(0);
});

test('manual_entry[mode]=custom: the page takes the numbers itself', async ({ merchant, api }) => {
  const session = await api.session({ manual_entry: { mode: 'custom' } });
  const open = await merchant.collect({ session });
  const { flow } = open;
  await flow.reach('Down (Error)');
  await flow.button(en('manual.link')).click();
  const { financialConnectionsSession: result, error } = await open.result();
  expect(result).toBeUndefined();
  expect(error?.code).toBe('custom_manual_entry');
  expect((await open.eventNames()).slice(-1)).toEqual(['manual_entry_initiated']);
  const held = await api.retrieve(session);
  expect([held.status, held.status_details?.cancelled?.reason]).toEqual(['cancelled', 'custom_manual_entry']);
});
