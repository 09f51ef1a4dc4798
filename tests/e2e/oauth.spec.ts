import { BankWindow } from './harness/bank.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (OAuth)';

test('a person links two accounts through the bank’s own window', async ({ merchant, api, programs, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await expect(flow.heading(en('oauth.title', { bank: BANK }))).toBeVisible();

  const bank = await BankWindow.openedBy(page, () => flow.button(en('oauth.go_on', { bank: BANK })).click());
  expect(new URL(bank.page.url()).origin).toBe(programs.bank);
  await expect(flow.heading(en('oauth.waiting_title', { bank: BANK }))).toBeVisible();
  await bank.signIn();
  await bank.approveAndReturn(programs.flow);

  await flow.accounts();
  const names = ['Success', 'High Balance'];
  await flow.root.getByRole('checkbox', { name: /^All \d+ accounts/ }).click();
  await expect(flow.button(en('accounts.share_none'))).toBeDisabled();
  for (const name of names) await flow.row(name).first().click();
  await flow.shareAccounts(2);
  await flow.done.click();

  const { financialConnectionsSession: session, error } = await open.result();
  expect(error).toBeUndefined();
  expect(session?.id).toBe(open.session.id);
  expect(session?.accounts.map((account) => account.display_name).sort()).toEqual([...names].sort());
  expect(session?.permissions.sort()).toEqual(['balances', 'transactions']);
  await expect(page.locator('iframe')).toHaveCount(0);

  const held = await api.retrieve(open.session);
  expect(held.status).toBe('succeeded');
  expect(held.client_secret).toBeNull();
  expect(held.accounts.data.map((account) => account.id).sort()).toEqual(
    session?.accounts.map((account) => account.id).sort(),
  );
  for (const account of await api.accounts(open.session)) {
    expect(account.account_holder.customer).toBe(open.session.customer);
    expect(account.institution_name).toBe(BANK);
  }

  const events = await open.events();
  expect(events.map((event) => event.name)).toEqual([
    'open',
    'consent_acquired',
    'search_initiated',
    'institution_selected',
    'institution_authorized',
    'accounts_selected',
    'success',
  ]);
  expect(events[3]?.metadata).toEqual({ institution_name: BANK });
  expect(events.at(-1)?.metadata).toEqual({ manual_entry: false });
  expect(new Set(events.slice(1).map((event) => event.financialConnectionsSessionId))).toEqual(
    new Set([open.session.id]),
  );
});

test('accounts chosen at the bank are not asked for again', async ({ merchant, api, programs, page }) => {
  const name = 'Bank (OAuth)';
  const open = await merchant.collect();
  await open.flow.reach(name);
  const bank = await BankWindow.openedBy(page, () =>
    open.flow.button(en('oauth.go_on', { bank: name })).click(),
  );
  await bank.signIn();
  const boxes = bank.page.getByRole('checkbox');
  await expect(boxes.first()).toBeVisible();
  for (const box of await boxes.all()) await box.setChecked(false);
  await boxes.nth(0).check();
  await boxes.nth(2).check();
  await bank.approveAndReturn(programs.flow);

  await expect(open.flow.heading(en('success.title', { count: 2 }))).toBeVisible();
  await open.flow.done.click();
  const { financialConnectionsSession: session } = await open.result();
  expect(session?.accounts).toHaveLength(2);
  expect((await api.retrieve(open.session)).accounts.data).toHaveLength(2);
  expect(await open.eventNames()).not.toContain('accounts_selected');
});

test('a no at the bank leads back, and a later try works', async ({ merchant, api, programs, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  const go = flow.button(en('oauth.go_on', { bank: BANK }));
  const refused = await BankWindow.openedBy(page, () => go.click());
  await refused.signIn();
  await refused.refuse.click();
  await expect(flow.root.getByText(en('oauth.denied', { bank: BANK }))).toBeVisible();
  expect(await open.settled()).toBe(false);

  const left = await BankWindow.openedBy(page, () => go.click());
  await left.cancel.click();
  await expect(flow.root.getByText(en('oauth.denied', { bank: BANK }))).toBeVisible();

  const bank = await BankWindow.openedBy(page, () => go.click());
  await bank.signIn();
  await bank.approveAndReturn(programs.flow);
  await flow.accounts();
  await flow.button(/^Share \d+ accounts$/).click();
  await flow.done.click();
  const { financialConnectionsSession: session } = await open.result();
  expect(session?.accounts.length).toBeGreaterThan(0);
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
});
