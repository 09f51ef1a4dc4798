import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (Non-OAuth)';

test('several accounts: all are ticked at first, and what is unticked is not shared', async ({
  merchant,
  api,
}) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'open sesame');
  await flow.accounts();
  await expect(flow.row('Very High Balance')).toBeChecked();
  await expect(flow.share(10)).toBeEnabled();
  await flow.row('Very High Balance').click();
  await flow.row('Insufficient Funds').click();
  await flow.shareAccounts(8);
  await flow.done.click();

  const { financialConnectionsSession: session } = await open.result();
  const shared = session?.accounts.map((account) => account.display_name) ?? [];
  expect(shared).toHaveLength(8);
  expect(shared).not.toContain('Very High Balance');
  expect(shared).not.toContain('Insufficient Funds');
  const held = await api.retrieve(open.session);
  expect(held.accounts.data.map((account) => account.display_name).sort()).toEqual(shared.sort());
});

test('two of the ten come back as inactive', async ({ merchant, api }) => {
  const open = await merchant.collect();
  await open.flow.linkEverything(BANK);
  await open.flow.done.click();
  const { financialConnectionsSession: session } = await open.result();
  const inactive = session?.accounts.filter((account) => account.status === 'inactive') ?? [];
  expect(inactive.map((account) => account.display_name).sort()).toEqual([
    'Account closes after linking',
    'Failure',
  ]);
  for (const { id } of inactive) expect((await api.account(id)).status).toBe('inactive');
});

test('a limit of one gives radio buttons and one account', async ({ merchant, api }) => {
  const session = await api.session({ limits: { accounts: 1 } });
  const open = await merchant.collect({ session });
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'open sesame');
  await expect(flow.heading(en('accounts.title_single'))).toBeVisible();
  await expect(flow.root.getByRole('radio').first()).toBeChecked();
  await flow.root.getByRole('radio', { name: /^High Balance/ }).click();
  await flow.shareAccounts(1);
  await flow.done.click();
  const result = await open.result();
  expect(result.financialConnectionsSession?.accounts.map((account) => account.display_name)).toEqual([
    'High Balance',
  ]);
  expect((await api.retrieve(session)).accounts.data).toHaveLength(1);
});

test('a limit of two cannot be passed', async ({ merchant, api }) => {
  const session = await api.session({ limits: { accounts: 2 } });
  const open = await merchant.collect({ session });
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'open sesame');
  await flow.accounts();
  await expect(flow.share(2)).toBeEnabled();
  await expect(flow.root.getByText(en('accounts.limit', { merchant: 'Harbour Books', count: 2 }))).toBeVisible();
  await flow.shareAccounts(2);
  await flow.done.click();
  await open.result();
  expect((await api.retrieve(session)).accounts.data).toHaveLength(2);
});

test('kinds that were not asked for stand last, with the reason', async ({ merchant, api }) => {
  const session = await api.session({ filters: { account_subcategories: ['savings'] } });
  const open = await merchant.collect({ session });
  const { flow } = open;
  await flow.reach('Sierra Credit Union');
  await flow.signIn('Sierra Credit Union', 'open sesame');
  await flow.accounts();
  const reason = en('accounts.kind_not_requested', { merchant: 'Harbour Books' });
  await expect(flow.root.getByText(reason).first()).toBeVisible();
  await flow.button(/^Share \d+ accounts?$/).click();
  await flow.done.click();
  await open.result();
  const held = await api.request<{ accounts: { data: { subcategory: string }[] } }>(
    'GET',
    `/v1/financial_connections/sessions/${session.id}`,
  );
  expect(held.accounts.data.length).toBeGreaterThan(0);
  expect(new Set(held.accounts.data.map((account) => account.subcategory))).toEqual(new Set(['savings']));
});

test('no account that fits is no dead end', async ({ merchant, api }) => {
  const session = await api.session({ filters: { account_subcategories: ['mortgage'] } });
  const open = await merchant.collect({ session });
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'open sesame');
  await expect(flow.heading(en('problem.none_title'))).toBeVisible();
  await flow.button(en('problem.another')).click();
  await expect(flow.heading(en('picker.title'))).toBeVisible();
  await flow.close.click();
  await flow.leaveDialog.getByRole('button', { name: en('leave.leave'), exact: true }).click();
  expect((await open.result()).financialConnectionsSession?.accounts).toEqual([]);
  expect((await api.retrieve(session)).status).toBe('cancelled');
});

test('balances show only where they were agreed to', async ({ merchant, api }) => {
  const money = /\$\d/;
  const without = await api.session({ permissions: ['transactions'] });
  const first = await merchant.collect({ session: without });
  await first.flow.reach(BANK);
  await first.flow.signIn(BANK, 'open sesame');
  await first.flow.accounts();
  await expect(first.flow.root.getByText(money)).toHaveCount(0);

  await merchant.open();
  const second = await merchant.collect();
  await second.flow.reach(BANK);
  await second.flow.signIn(BANK, 'open sesame');
  await second.flow.accounts();
  await expect(second.flow.root.getByText(money).first()).toBeVisible();
});

test('a second bank can be added, and both are in the result', async ({ merchant, api }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.linkEverything(BANK);
  await flow.button(en('success.more')).click();
  await expect(flow.heading(en('picker.title'))).toBeVisible();
  await flow.pick('Sierra Credit Union');
  await flow.signIn('Sierra Credit Union', 'open sesame');
  await flow.accounts();
  await flow.button(/^Share \d+ accounts?$/).click();
  await flow.done.click();
  const { financialConnectionsSession: session } = await open.result();
  const banks = new Set(session?.accounts.map((account) => account.institution_name));
  expect(banks).toEqual(new Set([BANK, 'Sierra Credit Union']));
  expect((await api.retrieve(open.session)).accounts.data.length).toBe(session?.accounts.length);
});
