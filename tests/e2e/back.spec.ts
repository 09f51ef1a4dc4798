import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (Non-OAuth)';

test('back from a sign-in leads to the choice of banks, and that sign-in is given up', async ({
  merchant,
  api,
}) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach('Sierra Credit Union');
  await expect(flow.heading(en('credentials.title', { bank: 'Sierra Credit Union' }))).toBeVisible();
  await flow.back.click();
  await expect(flow.heading(en('picker.title'))).toBeVisible();
  await flow.pick(BANK);
  await flow.signIn(BANK, 'open sesame');
  await flow.accounts();
  await expect(flow.back).toBeHidden();
  await flow.button(/^Share \d+ accounts$/).click();
  await flow.done.click();
  const { financialConnectionsSession: session } = await open.result();
  expect(new Set(session?.accounts.map((account) => account.institution_name))).toEqual(new Set([BANK]));
  expect((await api.retrieve(open.session)).accounts.data).toHaveLength(10);
});

test('back from the choice of banks shows the consent again', async ({ merchant, api }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.consent();
  await flow.back.click();
  await expect(flow.heading(en('consent.title', { merchant: 'Harbour Books' }))).toBeVisible();
  await flow.agree.click();
  await expect(flow.heading(en('picker.title'))).toBeVisible();
  expect((await api.retrieve(open.session)).status).toBe('pending');
});

for (const reloaded of [false, true]) {
  test(`back from the choice of one more bank shows what is linked${reloaded ? ', after a reload too' : ''}`, async ({
    merchant,
    api,
  }) => {
    let open = await merchant.collect();
    await open.flow.linkEverything(BANK);
    if (reloaded) open = await merchant.collectAgain({ session: open.session });
    const { flow } = open;
    await flow.button(en('success.more')).click();
    await expect(flow.heading(en('picker.title'))).toBeVisible();
    await flow.back.click();
    await expect(flow.heading(en('success.title', { count: 10 }))).toBeVisible();
    await expect(flow.back).toBeHidden();
    await flow.done.click();
    expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
    expect(await api.accounts(open.session)).toHaveLength(10);
  });
}

test('the browser’s back button goes back in the flow, and ends it where there is no further back', async ({
  merchant,
  api,
  page,
}) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.consent();
  await page.evaluate(() => history.back());
  await expect(flow.heading(en('consent.title', { merchant: 'Harbour Books' }))).toBeVisible();
  expect(await open.settled()).toBe(false);
  await page.evaluate(() => history.back());
  expect((await open.result()).financialConnectionsSession?.accounts).toEqual([]);
  expect((await api.retrieve(open.session)).status).toBe('cancelled');
});
