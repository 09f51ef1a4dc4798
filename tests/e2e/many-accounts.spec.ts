import type { Locator } from '@playwright/test';

import { escaped, type Flow } from './harness/flow.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (Non-OAuth)';

async function accountsOf(flow: Flow, user: string): Promise<void> {
  await flow.reach(BANK);
  await flow.signIn(BANK, 'open sesame', user);
  await flow.accounts();
}

/** How many rows may be in the document at once: parts in sight, and as much before and behind. */
const MOST = 80;

/** The row of this number, of two hundred. */
function row(flow: Flow, number: number): Locator {
  const kind = number % 3 === 0 ? 'Savings' : 'Checking';
  return flow.root.getByRole('checkbox', { name: new RegExp(`^${kind} ${number}\\b`) });
}

test('two hundred accounts: all, one, and all but one are shared by the keyboard', async ({ merchant, api, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await accountsOf(flow, 'many');
  await expect(flow.share(200)).toBeEnabled();
  const items = flow.root.getByRole('listitem');
  await expect(row(flow, 1)).toBeVisible();
  expect(await items.count()).toBeLessThanOrEqual(MOST);

  // Found by its name though it was never drawn, unticked, and still unticked when all are shown again.
  const find = flow.root.getByRole('searchbox', { name: en('accounts.find') });
  await find.fill('savings 150');
  await expect(flow.root.getByText(/^Shown: 1 of 200$/)).toBeVisible();
  await expect(items).toHaveCount(1);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(row(flow, 150)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(flow.share(199)).toBeEnabled();
  // The first Escape empties the box, and does not leave.
  await find.press('Escape');
  await expect(row(flow, 1)).toBeVisible();
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

test('of two hundred some are in the document, each says its place, and the last is reached by scrolling', async ({
  merchant,
  page,
}) => {
  test.slow();
  const { flow } = await merchant.collect();
  await accountsOf(flow, 'many');
  const items = flow.root.getByRole('listitem');
  await row(flow, 1).click();
  await row(flow, 1).hover();
  const places = new Set<string>();
  await expect(async () => {
    const seen = await items.evaluateAll((rows) =>
      rows.map((row) => [row.getAttribute('aria-setsize'), row.getAttribute('aria-posinset') ?? '']),
    );
    expect(seen.length).toBeLessThanOrEqual(MOST);
    for (const [of, place] of seen) {
      expect(of).toBe('200');
      places.add(place ?? '');
    }
    await page.mouse.wheel(0, 500);
    await expect(row(flow, 200)).toBeInViewport({ timeout: 50 });
  }).toPass({ intervals: [50] });
  expect([...places].length).toBeGreaterThanOrEqual(180);
  await row(flow, 200).click();
  await expect(flow.share(198)).toBeEnabled();

  // A tick survives that its row was away: it stayed as long as it had the focus.
  // A turn of the wheel while rows are drawn may be lost.
  const turn = (by: number, seen: () => Promise<void>) =>
    expect(async () => {
      await page.mouse.wheel(0, by);
      await seen();
    }).toPass();
  await turn(-100_000, () => expect(row(flow, 1)).toBeInViewport({ timeout: 1_500 }));
  await turn(100_000, () => expect(row(flow, 1)).toHaveCount(0, { timeout: 1_500 }));
  await turn(-100_000, () => expect(row(flow, 1)).toBeInViewport({ timeout: 1_500 }));
  await expect(row(flow, 1)).not.toBeChecked();
  await expect(row(flow, 2)).toBeChecked();
});

test('the keyboard goes through all parts of two hundred, and back into them from behind', async ({ merchant, page }) => {
  test.slow();
  const { flow } = await merchant.collect();
  await accountsOf(flow, 'many');
  for (const last of [20, 40]) {
    await row(flow, last).focus();
    // Whoever tabs here comes by the rows before, while the next part is drawn.
    await expect(row(flow, last + 1)).toBeAttached();
    await page.keyboard.press('Tab');
    await expect(row(flow, last + 1)).toBeFocused();
    await expect(row(flow, last + 1)).toBeInViewport();
    await page.keyboard.press('Shift+Tab');
    await expect(row(flow, last)).toBeFocused();
  }

  // End goes where the last is, and from what is behind the list one gets back into it.
  // The scrolling to the row that got the focus last may be on its way still, and take the place of this one.
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(row(flow, 200)).toBeInViewport({ timeout: 1_500 });
  }).toPass();
  await flow.share(200).focus();
  await page.keyboard.press('Shift+Tab');
  await expect(row(flow, 200)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(flow.share(199)).toBeEnabled();
  expect(await flow.root.getByRole('listitem').count()).toBeLessThanOrEqual(MOST);
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
  await expect(row('حساب التوفير المشترك')).toContainText(/KWD.\d{1,3}(,\d{3})*\.\d{3}(?!\d)/);
  await expect(row('🏖️ Okinawa 🇯🇵')).toContainText(/¥\d,\d{3},\d{3}(?![\d.])/);
  await expect(row('Compte d’épargne')).toContainText(/€\d{2},\d{3}\.\d{2}(?!\d)/);
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
