import { BankWindow } from './harness/bank.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

test('the whole flow by keyboard alone', async ({ merchant, api, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await expect(flow.agree).toBeVisible();

  /** Tabs until this has the focus; a trap or a missing stop ends in an error. */
  const tabTo = async (target: typeof flow.agree) => {
    for (let presses = 0; presses < 40; presses += 1) {
      if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('Tab does not reach it');
  };

  await tabTo(flow.agree);
  await page.keyboard.press('Enter');
  await expect(flow.heading(en('picker.title'))).toBeVisible();

  await tabTo(flow.search);
  await page.keyboard.type('sierra');
  await expect(flow.result('Sierra Credit Union')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(flow.search).toHaveAttribute('aria-activedescendant', /.+/);
  await expect(flow.root.getByRole('option', { selected: true })).toContainText('Sierra Credit Union');
  await page.keyboard.press('Enter');

  const username = flow.root.getByLabel(en('credentials.username'));
  await expect(username).toBeVisible();
  await tabTo(username);
  await page.keyboard.type('maya.lind');
  await tabTo(flow.root.getByLabel(en('credentials.password'), { exact: true }));
  await page.keyboard.type('open sesame');
  await page.keyboard.press('Enter');

  await flow.accounts();
  const first = flow.rows.first();
  await tabTo(first);
  await page.keyboard.press('Space');
  await expect(first).not.toBeChecked();
  await page.keyboard.press('Space');
  await expect(first).toBeChecked();
  await tabTo(flow.button(/^Share \d+ accounts?$/));
  await page.keyboard.press('Enter');
  await expect(flow.done).toBeVisible();
  await tabTo(flow.done);
  await page.keyboard.press('Enter');

  const { financialConnectionsSession: session } = await open.result();
  expect(session?.accounts.length).toBeGreaterThan(0);
  expect((await api.retrieve(open.session)).accounts.data.length).toBe(session?.accounts.length);
});

test('each new pane takes the focus, so that it is read out', async ({ merchant }) => {
  const { flow } = await merchant.collect();
  await flow.consent();
  const focused = flow.root.locator(':focus');
  await expect(focused).toHaveCount(1);
  await flow.pick('Test (Non-OAuth)');
  const heading = flow.heading(en('credentials.title', { bank: 'Test (Non-OAuth)' }));
  await expect(heading).toBeVisible();
  await expect
    .poll(() => flow.root.locator('body').evaluate((body) => body.contains(document.activeElement) && body !== document.activeElement))
    .toBe(true);
});

test('the focus is not lost when the bank’s window opens', async ({ merchant, page }) => {
  const bank = 'Test (OAuth)';
  const { flow } = await merchant.collect();
  await flow.reach(bank);
  const goOn = flow.button(en('oauth.go_on', { bank }));
  await goOn.focus();
  const window = await BankWindow.openedBy(page, () => page.keyboard.press('Enter'));
  await window.page.close();
  await expect(flow.heading(en('oauth.waiting_title', { bank }))).toBeFocused();
  // Tab goes on from there.
  await page.keyboard.press('Tab');
  await expect(flow.button(en('oauth.reopen', { bank }))).toBeFocused();
});

test('the question before leaving keeps the focus inside it and gives it back', async ({ merchant, page }) => {
  const { flow } = await merchant.collect();
  await flow.consent();
  await flow.close.click();
  await expect(flow.leaveDialog).toBeVisible();
  for (let presses = 0; presses < 6; presses += 1) {
    await page.keyboard.press('Tab');
    const outside = await flow.leaveDialog.evaluate(
      (dialog) => document.activeElement !== document.body && !dialog.contains(document.activeElement),
    );
    expect(outside).toBe(false);
  }
  await flow.leaveDialog.getByRole('button', { name: en('leave.stay') }).click();
  await expect(flow.close).toBeFocused();
});
