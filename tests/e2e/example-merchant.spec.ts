import { en, server } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (Non-OAuth)';

test('the example’s button links accounts, and its webhooks arrive', async ({ merchant, page }) => {
  await merchant.open();
  await page.getByRole('button', { name: 'Link your bank account' }).click();
  const flow = merchant.flow();
  await flow.linkEverything(BANK);
  await flow.done.click();

  const result = page.getByRole('region', { name: 'Result' });
  await expect(result.locator('[data-account]')).toHaveCount(10);
  const webhooks = page.getByRole('region', { name: 'Webhooks' });
  await expect(webhooks.getByText('financial_connections.account.created').first()).toBeVisible();
  await expect(webhooks.getByRole('listitem').filter({ hasText: 'High Balance' }).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Events of the flow' }).getByRole('listitem')).toContainText([
    'open',
    'consent_acquired',
  ]);
  await expect(page.getByRole('button', { name: 'Link your bank account' })).toBeFocused();
});

test('the example shows what the permissions allow to read', async ({ merchant, page }) => {
  await merchant.open();
  const permissions = page.getByRole('group', { name: 'Permissions' });
  for (const name of ['Balances', 'Owners', 'Transactions']) await permissions.getByLabel(name).check();
  await page.getByRole('button', { name: 'Link your bank account' }).click();
  const flow = merchant.flow();
  await flow.linkEverything(BANK);
  await flow.done.click();

  const account = page.locator('[data-account]').filter({ hasText: 'High Balance' }).first();
  await account.getByRole('button', { name: 'Balance', exact: true }).click();
  await expect(account.getByText(/as of/)).toContainText('$');
  await account.getByRole('button', { name: 'Owners', exact: true }).click();
  await expect(account.locator('.owners li')).not.toHaveCount(0);
  await account.getByRole('button', { name: 'Transactions', exact: true }).click();
  await expect(account.getByRole('table').getByRole('row')).toHaveCount(21);
});

test('a wrong parameter is shown at its field', async ({ merchant, page }) => {
  await merchant.open();
  for (const box of await page.getByRole('group', { name: 'Permissions' }).getByRole('checkbox').all()) {
    await box.uncheck();
  }
  await page.getByRole('button', { name: 'Link your bank account' }).click();
  await expect(page.getByRole('group', { name: 'Permissions' }).locator('.problem')).toContainText('permission');
  await expect(page.locator('iframe')).toHaveCount(0);
});

test('the full page returns to the example, which shows what was linked', async ({ merchant, page }) => {
  await merchant.open();
  await page.getByText('How it is shown').click();
  await page.locator('select[name=mode]').selectOption('as a page of its own');
  await page.getByRole('button', { name: 'Link your bank account' }).click();
  const { Flow } = await import('./harness/flow.ts');
  const flow = new Flow(page);
  await expect(flow.heading(en('consent.title', { merchant: 'Harbour Books' }))).toBeVisible();
  await flow.linkEverything(BANK);
  await flow.done.click();
  await expect(page.getByRole('region', { name: 'Result' }).locator('[data-account]')).toHaveCount(10);
});

test('the page written for Stripe.js works unchanged', async ({ page, programs, merchant }) => {
  await page.goto(`${programs.merchant}/stripe.html`);
  await page.getByRole('button', { name: 'Link your bank account' }).click();
  const flow = merchant.flow();
  await flow.linkEverything(BANK);
  await flow.done.click();
  await expect(page.getByRole('region', { name: 'Result' }).locator('[data-account]')).toHaveCount(10);
});

test('the example shows the sandbox’s messages beside the flow: the whole way without a mailbox', async ({
  merchant,
  page,
  programs,
}) => {
  await merchant.open();
  const email = 'without.mailbox@mail.example';
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Link your bank account' }).click();
  const flow = merchant.flow();
  await flow.linkEverything(BANK);
  await flow.button(en('success.save')).click();
  await flow.root.getByLabel(server('save_email')).fill(email);
  await flow.button(en('credentials.options_submit')).click();
  const post = page.locator('#post');
  await expect(post).toContainText(`E-mail to ${email}`);
  const box = await post.boundingBox();
  const frame = await flow.heading(en('credentials.code_title')).boundingBox();
  expect((box?.x ?? 0) > (frame?.x ?? 0) + (frame?.width ?? 0), 'it covers nothing').toBe(true);
  const digits = await post.locator('.code').textContent();
  await flow.root.getByRole('textbox', { name: /^Code sent to / }).fill(digits ?? '');
  await flow.button(en('credentials.code_submit')).click();
  await expect(flow.root.getByRole('link', { name: en('success.saved') })).toBeVisible();
  await flow.done.click();
  await expect(post).toBeHidden();
  await expect(page.getByRole('region', { name: 'Inbox of the sandbox' })).toContainText(digits ?? '');
  expect(await page.content()).not.toContain(programs.secret_key);
});
