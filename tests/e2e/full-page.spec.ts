import { BankWindow } from './harness/bank.ts';
import { Flow } from './harness/flow.ts';
import { en } from './harness/words.ts';
import { returnPage } from './harness/site.ts';
import { expect, test } from './harness/test.ts';

test('the flow as a page of its own returns to return_url', async ({ page, api }) => {
  await using shop = await returnPage();
  const { address } = shop;
  const session = await api.session({ return_url: address });
  expect(session.url).toBeDefined();
  await page.goto(session.url ?? '');
  const flow = new Flow(page);
  await flow.linkEverything('Test (Non-OAuth)');
  await flow.done.click();
  await expect(page.getByRole('heading', { name: 'Back at the shop' })).toBeVisible();
  expect(page.url().startsWith(address)).toBe(true);
  expect(page.url()).not.toContain(session.client_secret);
  const held = await api.retrieve(session);
  expect(held.status).toBe('succeeded');
  expect(held.accounts.data).toHaveLength(10);
  expect(held.url ?? null).toBeNull();
});

test('through the bank’s window as well', async ({ page, api, programs }) => {
  await using shop = await returnPage();
  const { address } = shop;
  const session = await api.session({ return_url: address });
  await page.goto(session.url ?? '');
  const flow = new Flow(page);
  await flow.reach('Test (OAuth)');
  const bank = await BankWindow.openedBy(page, () =>
    flow.button(en('oauth.go_on', { bank: 'Test (OAuth)' })).click(),
  );
  await bank.signIn();
  await bank.approveAndReturn(programs.flow);
  await flow.accounts();
  await flow.button(/^Share \d+ accounts$/).click();
  await flow.done.click();
  await expect(page.getByRole('heading', { name: 'Back at the shop' })).toBeVisible();
  expect((await api.retrieve(session)).accounts.data).toHaveLength(10);
});

test('leaving returns too, and shares nothing', async ({ page, api }) => {
  await using shop = await returnPage();
  const { address } = shop;
  const session = await api.session({ return_url: address });
  await page.goto(session.url ?? '');
  await new Flow(page).button(en('consent.leave')).click();
  await expect(page.getByRole('heading', { name: 'Back at the shop' })).toBeVisible();
  const held = await api.retrieve(session);
  expect(held.status).toBe('cancelled');
  expect(held.accounts.data).toEqual([]);
});

test('whom it is for is said with every pane, and not where the merchant’s page knows it', async ({
  page,
  api,
  merchant,
}) => {
  const { id } = await api.request<{ id: string }>('POST', '/v1/customers', { email: 'jane@example.com' });
  const session = await api.session({ ui_mode: 'hosted', hosted: { return_url: 'http://localhost:9/back' } }, id);
  await page.goto(session.url ?? '');
  const flow = new Flow(page);
  const holder = en('frame.holder', { holder: 'j•••@example.com' });
  await expect(flow.heading(/Harbour Books/)).toHaveAccessibleDescription(holder);
  await flow.consent();
  await expect(page.getByText(holder)).toBeVisible();
  await flow.pick('Test (Non-OAuth)');
  await flow.signIn('Test (Non-OAuth)', 'open sesame');
  await flow.accounts();
  await expect(flow.heading(en('accounts.title'))).toHaveAccessibleDescription(holder);
  await flow.shareAccounts(10);
  await expect(page.getByText(holder)).toHaveCount(0);

  const open = await merchant.collectAgain({ session: await api.session({}, id) });
  await expect(open.flow.agree).toBeVisible();
  await expect(open.flow.root.getByText(holder)).toHaveCount(0);
});
