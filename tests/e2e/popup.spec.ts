import { BankWindow } from './harness/bank.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (OAuth)';

test('a blocked window can be opened by hand', async ({ merchant, api, programs, page }) => {
  await page.addInitScript(() => {
    window.open = () => null;
  });
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await flow.button(en('oauth.go_on', { bank: BANK })).click();
  await expect(flow.root.getByText(en('oauth.blocked_text'))).toBeVisible();
  const link = flow.root.getByRole('link', { name: en('oauth.blocked_link', { bank: BANK }) });
  const bank = await BankWindow.openedBy(page, () => link.click());
  await bank.signIn();
  await bank.approveAndReturn(programs.flow);
  await flow.accounts();
  await flow.button(/^Share \d+ accounts$/).click();
  await flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
});

test('a window that was closed can be opened again', async ({ merchant, api, programs, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  const closed = await BankWindow.openedBy(page, () => flow.button(en('oauth.go_on', { bank: BANK })).click());
  await closed.page.close();
  const reopen = flow.button(en('oauth.reopen', { bank: BANK }));
  const bank = await BankWindow.openedBy(page, () => reopen.click());
  await bank.signIn();
  await bank.approveAndReturn(programs.flow);
  await flow.accounts();
  await flow.button(/^Share \d+ accounts$/).click();
  await flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
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
  await flow.button(/^Share \d+ accounts$/).click();
  await flow.done.click();
  const { financialConnectionsSession: session } = await open.result();
  expect(new Set(session?.accounts.map((account) => account.institution_name))).toEqual(
    new Set(['Test (Non-OAuth)']),
  );
  expect((await api.retrieve(open.session)).accounts.data).toHaveLength(10);
});

test('the flow goes on without any word from the window', async ({ merchant, api, programs, page }) => {
  // What a page with COOP does: the opener believes the window closed, and hears nothing from it.
  await page.addInitScript(() => {
    const real = window.open.bind(window);
    window.open = (...given) => {
      real(...given);
      return null;
    };
  });
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  const bank = await BankWindow.openedBy(page, () => flow.button(en('oauth.go_on', { bank: BANK })).click());
  await bank.signIn();
  await bank.approveAndReturn(programs.flow);
  await flow.accounts();
  await flow.button(/^Share \d+ accounts$/).click();
  await flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
});
