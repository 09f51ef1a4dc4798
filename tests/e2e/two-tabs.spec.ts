import { Merchant } from './harness/merchant.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (Non-OAuth)';

test('two tabs with one session: what one links is linked once, and the other is told', async ({
  merchant,
  api,
  programs,
  context,
}) => {
  const first = await merchant.collect();
  const other = new Merchant(await context.newPage(), api, programs);
  const second = await other.collect({ session: first.session });
  await second.flow.consent();
  await first.flow.agree.click();
  await expect(first.flow.heading(en('picker.title'))).toBeVisible();

  await first.flow.pick(BANK);
  await first.flow.signIn(BANK, 'open sesame');
  await first.flow.accounts();
  await first.flow.button(/^Share \d+ accounts$/).click();
  await first.flow.done.click();
  expect((await first.result()).financialConnectionsSession?.accounts).toHaveLength(10);

  // The session has ended: a result won in one tab is the result of the other one too.
  await second.flow.search.fill(BANK);
  const told = await second.result();
  expect(told.financialConnectionsSession?.accounts.map((account) => account.id).sort()).toEqual(
    (await api.accounts(first.session)).map((account) => account.id).sort(),
  );
  expect(await api.accounts(first.session)).toHaveLength(10);
});

test('two tabs with a session each do not meet', async ({ merchant, api, programs, context }) => {
  const first = await merchant.collect();
  const other = new Merchant(await context.newPage(), api, programs);
  const second = await other.collect();
  await first.flow.linkEverything(BANK);
  await second.flow.button(en('consent.leave')).click();
  expect((await second.result()).financialConnectionsSession?.accounts).toEqual([]);
  await first.flow.done.click();
  expect((await first.result()).financialConnectionsSession?.accounts).toHaveLength(10);
  expect((await api.retrieve(second.session)).accounts.data).toEqual([]);
  expect((await api.retrieve(first.session)).accounts.data).toHaveLength(10);
});
