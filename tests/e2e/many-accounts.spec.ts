import { escaped, type Flow } from './harness/flow.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (Non-OAuth)';

async function accountsOf(flow: Flow, user: string): Promise<void> {
  await flow.reach(BANK);
  await flow.signIn(BANK, 'open sesame', user);
  await flow.accounts();
}

test('two hundred accounts: all, one, and all but one are shared by the keyboard', async ({ merchant, api, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await accountsOf(flow, 'many');
  await expect(flow.share(200)).toBeEnabled();
  const items = flow.root.getByRole('listitem');
  await expect(items).toHaveCount(200);

  // Found by its name, unticked, and still unticked when all are shown again.
  const find = flow.root.getByRole('searchbox', { name: en('accounts.find') });
  await find.fill('savings 150');
  await expect(flow.root.getByText(/^Shown: 1 of 200$/)).toBeVisible();
  await expect(items).toHaveCount(1);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(flow.row('Savings 150')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(flow.share(199)).toBeEnabled();
  // The first Escape empties the box, and does not leave.
  await find.press('Escape');
  await expect(items).toHaveCount(200);
  await expect(find).toHaveValue('');
  await expect(flow.leaveDialog).toBeHidden();

  await page.keyboard.press('Tab');
  await expect(flow.button(en('accounts.skip'))).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(flow.share(199)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(flow.heading(en('success.title', { count: 199 }))).toBeVisible();
  await flow.done.click();
  const shared = (await open.result()).financialConnectionsSession?.accounts ?? [];
  expect(shared).toHaveLength(199);
  expect(shared.map((account) => account.display_name)).not.toContain('Savings 150');
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
});

test('the last of two hundred is reached by scrolling and by the end of the list', async ({ merchant }) => {
  const { flow } = await merchant.collect();
  await accountsOf(flow, 'many');
  const last = flow.row('Checking 200');
  await last.scrollIntoViewIfNeeded();
  await expect(last).toBeInViewport();
  await last.focus();
  await expect(last).toBeFocused();
  await last.click();
  await expect(flow.share(199)).toBeEnabled();
});

test('what is linked already is marked, joint and business accounts are named, and amounts fit their currency', async ({
  merchant,
  api,
}) => {
  const first = await merchant.collect();
  const { flow } = first;
  await accountsOf(flow, 'varied');
  const row = (name: string) =>
    flow.root.getByRole('listitem').filter({ has: flow.root.getByText(name, { exact: true }) });
  await expect(row('Joint Household')).toContainText(en('accounts.joint'));
  await expect(row('Lind & Daughters Boatbuilding')).toContainText(en('accounts.business'));
  await expect(row('حساب التوفير المشترك')).toContainText(/KWD.1,234\.567/);
  await expect(row('🏖️ Okinawa 🇯🇵')).toContainText('¥1,234,567');
  await expect(row('Compte d’épargne')).toContainText('€12,345.67');
  await expect(flow.root.getByRole('listitem').first()).toBeVisible();
  for (const name of ['חשבון עו״ש (2)', 'Joint Household']) {
    await expect(flow.root.getByRole('checkbox', { name: new RegExp(`^${escaped(name)}`) })).toBeChecked();
  }
  await expect(flow.root.getByText(en('accounts.already'))).toHaveCount(0);
  await flow.shareAccounts(9);
  await flow.done.click();
  await first.result();

  const session = await api.session({}, first.session.customer);
  const second = await merchant.collectAgain({ session });
  await accountsOf(second.flow, 'varied');
  await expect(row('Joint Household')).toContainText(en('accounts.already'));
  await second.flow.shareAccounts(9);
  await second.flow.done.click();
  const linked = (await second.result()).financialConnectionsSession?.accounts ?? [];
  expect(linked).toHaveLength(9);
  expect(await api.accounts(session)).toHaveLength(9);
});
