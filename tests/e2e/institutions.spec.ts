// Each test institution does what it is there for, from the person's side and from the merchant's.
import { BankWindow } from './harness/bank.ts';
import { escaped } from './harness/flow.ts';
import type { OpenFlow } from './harness/merchant.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

// Some of them need the clock moved on, which is for good: no other file shares these servers.
test.use({ fresh: 'institutions' });

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const LISTED = [
  'Test (OAuth)',
  'Test (Non-OAuth)',
  'Bank (OAuth)',
  'Bank (Non-OAuth)',
  'Down (Scheduled)',
  'Down (Unscheduled)',
  'Down (Error)',
  'Ownership Accounts',
  'Invalid Payment Accounts',
];
const SEARCH_ONLY = [
  'Tokenized Account Number',
  'Inactive Accounts',
  'Immediately Requires Reauthentication',
  'Eventually Requires Reauthentication',
];
const TEN = [
  'Success',
  'Failure',
  'Account closes after linking',
  'Very High Balance',
  'High Balance',
  'Insufficient Funds',
  'Success (Later Disputed)',
  'Payment Processes Indefinitely',
  'Debit Not Authorized',
  'Weekly Payment Volume Exceeded',
];

/** Signs in at a bank with a window of its own, and comes back. */
async function throughWindow(open: OpenFlow, bank: string, flowOrigin: string): Promise<void> {
  const go = open.flow.button(en('oauth.go_on', { bank }));
  const window = await BankWindow.openedBy(open.page, () => go.click());
  await window.signIn();
  await window.approveAndReturn(flowOrigin);
}

/** Shares every account that is offered, and ends. */
async function shareAll(open: OpenFlow) {
  await open.flow.accounts();
  await open.flow.button(/^Share \d+ accounts?$/).click();
  await expect(open.flow.done).toBeVisible();
  await open.flow.done.click();
  const { financialConnectionsSession: session, error } = await open.result();
  expect(error).toBeUndefined();
  return session?.accounts ?? [];
}

test('nine are in the list, four are found by search only', async ({ merchant }) => {
  const { flow } = await merchant.collect();
  await flow.consent();
  for (const bank of LISTED) await expect(flow.button(new RegExp(`^${escaped(bank)}`)).first()).toBeVisible();
  for (const bank of SEARCH_ONLY) {
    await expect(flow.button(new RegExp(`^${escaped(bank)}`))).toHaveCount(0);
    await flow.search.fill(bank);
    await expect(flow.result(bank)).toBeVisible();
    await flow.search.fill('');
  }
});

for (const bank of ['Test (Non-OAuth)', 'Bank (Non-OAuth)']) {
  test(`${bank}: a form, and the ten accounts in their order`, async ({ merchant }) => {
    const open = await merchant.collect();
    await open.flow.reach(bank);
    await open.flow.signIn(bank, 'anything');
    await open.flow.accounts();
    const names = await open.flow.rows.evaluateAll((rows) =>
      rows.map((row) => row.closest('label, li, div')?.textContent ?? ''),
    );
    TEN.forEach((name, place) => expect(names[place]).toContain(name));
    expect((await shareAll(open)).map((account) => account.display_name)).toEqual(TEN);
  });
}

test('Test (OAuth): the same ten, by a window', async ({ merchant, programs }) => {
  const open = await merchant.collect();
  await open.flow.reach('Test (OAuth)');
  await throughWindow(open, 'Test (OAuth)', programs.flow);
  expect((await shareAll(open)).map((account) => account.display_name)).toEqual(TEN);
});

test('Bank (OAuth): what is chosen in the bank’s window is what is linked', async ({ merchant, programs }) => {
  const bank = 'Bank (OAuth)';
  const open = await merchant.collect();
  await open.flow.reach(bank);
  const go = open.flow.button(en('oauth.go_on', { bank }));
  const window = await BankWindow.openedBy(open.page, () => go.click());
  await window.signIn();
  for (const box of await window.page.getByRole('checkbox').all()) await box.setChecked(false);
  await window.page.getByRole('checkbox', { name: /^Very High Balance/ }).check();
  await window.approveAndReturn(programs.flow);
  await expect(open.flow.heading(en('success.title', { count: 1 }))).toBeVisible();
  await open.flow.done.click();
  const { financialConnectionsSession: session } = await open.result();
  expect(session?.accounts.map((account) => account.display_name)).toEqual(['Very High Balance']);
});

test('Ownership Accounts: one owner, two, one without an address, none', async ({ merchant, api, programs }) => {
  const session = await api.session({ permissions: ['ownership'], prefetch: ['ownership'] });
  const open = await merchant.collect({ session });
  await open.flow.reach('Ownership Accounts');
  await throughWindow(open, 'Ownership Accounts', programs.flow);
  const seen = new Map<string, string>();
  for (const { id, display_name: name } of await shareAll(open)) {
    await expect.poll(async () => (await api.account(id)).ownership_refresh?.status).not.toBe('pending');
    const { ownership, ownership_refresh: refresh } = await api.account(id);
    if (!ownership) {
      seen.set(name, refresh?.status ?? 'never read');
      continue;
    }
    const { data: owners } = await api.request<{ data: { raw_address: string | null }[] }>(
      'GET',
      `/v1/financial_connections/accounts/${id}/owners?ownership=${ownership}`,
    );
    seen.set(name, owners.map((owner) => (owner.raw_address === null ? 'no address' : 'address')).join(', '));
  }
  expect(Object.fromEntries(seen)).toEqual({
    'Sole Owner': 'address',
    'Joint Owners': 'address, address',
    'Owner Without Address': 'no address',
    'Owners Not Available': 'failed',
  });
});

test('Invalid Payment Accounts: none can be used for payments, and the person reads why', async ({
  merchant,
  api,
}) => {
  const bank = 'Invalid Payment Accounts';
  const any = await merchant.collect();
  await any.flow.reach(bank);
  await any.flow.signIn(bank, 'anything');
  const types = (await shareAll(any)).map((account) => account.supported_payment_method_types);
  expect(types).toEqual([[], [], []]);

  const session = await api.session({
    permissions: ['payment_method'],
    filters: { require_payment_method_support: 'all' },
  });
  const paying = await merchant.collect({ session });
  await paying.flow.reach(bank);
  await paying.flow.signIn(bank, 'anything');
  await expect(paying.flow.heading(en('problem.none_title'))).toBeVisible();
  await expect(paying.flow.root.getByText(/3 accounts/)).toBeVisible();
  await paying.flow.button(en('problem.another')).click();
  await expect(paying.flow.heading(en('picker.title'))).toBeVisible();
});

test('Tokenized Account Number: one number is over, one ends in 30 days, one at once', async ({
  merchant,
  api,
  programs,
}) => {
  const bank = 'Tokenized Account Number';
  const session = await api.session({ permissions: ['payment_method'] });
  const open = await merchant.collect({ session });
  await open.flow.reach(bank);
  await throughWindow(open, bank, programs.flow);
  const linked = await shareAll(open);
  expect(linked.map((account) => account.display_name)).toEqual([
    'Expired Number',
    'Number Expires in 30 Days',
    'Number Expires at Once',
  ]);
  const state = async (place: number) => (await api.account(linked[place]?.id ?? '')).account_numbers?.[0];
  await expect.poll(async () => (await state(0))?.status).toBe('deactivated');
  await expect.poll(async () => (await state(1))?.expected_expiry_date ?? null).not.toBeNull();
  expect((await state(2))?.identifier_type).toBe('tokenized_account_number');
  await expect.poll(() => api.eventsOf(linked[1], 'account.upcoming_account_number_expiry')).toBe(1);
  await api.advance(5 * MINUTE);
  await expect.poll(async () => (await state(2))?.status).toBe('expired');
  await expect.poll(() => api.eventsOf(linked[2], 'account.account_numbers_updated')).toBe(1);
});

test('Inactive Accounts: they stop soon, and linking again brings back the same ones', async ({
  merchant,
  api,
}) => {
  const bank = 'Inactive Accounts';
  const first = await merchant.collect();
  await first.flow.reach(bank);
  await first.flow.signIn(bank, 'anything');
  const linked = await shareAll(first);
  await api.advance(10 * MINUTE);
  for (const { id } of linked) await expect.poll(async () => (await api.account(id)).status).toBe('inactive');

  const { authorization } = await api.account(linked[0]?.id ?? '');
  const repair = await api.session(
    { relink_options: { authorization: authorization ?? '' } },
    first.session.customer,
  );
  const again = await merchant.collect({ session: repair });
  const { flow } = again;
  await expect(flow.heading(en('consent.relink', { merchant: 'Harbour Books', bank }))).toBeVisible();
  await flow.agree.click();
  await flow.signIn(bank, 'anything');
  expect((await shareAll(again)).map((account) => account.id).sort()).toEqual(
    linked.map((account) => account.id).sort(),
  );
  for (const { id } of linked) expect((await api.account(id)).status).toBe('active');
});

for (const { bank, days, window } of [
  { bank: 'Immediately Requires Reauthentication', days: 1, window: true },
  { bank: 'Eventually Requires Reauthentication', days: 30, window: false },
]) {
  test(`${bank}: the end is told beforehand`, async ({ merchant, api, programs }) => {
    const open = await merchant.collect();
    await open.flow.reach(bank);
    if (window) await throughWindow(open, bank, programs.flow);
    else await open.flow.signIn(bank, 'anything');
    const [account] = await shareAll(open);
    const { status_details: details } = await api.account(account?.id ?? '');
    const left = (details?.active?.expected_deactivation_date ?? 0) - (await api.now());
    expect(Math.round(left / DAY)).toBe(days);
    await expect.poll(() => api.eventsOf(account, 'account.upcoming_deactivation')).toBe(1);
    await api.advance(days * DAY);
    await expect.poll(async () => (await api.account(account?.id ?? '')).status).toBe('inactive');
  });
}
