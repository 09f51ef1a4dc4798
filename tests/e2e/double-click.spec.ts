import { setTimeout } from 'node:timers/promises';

import type { Locator, Page } from '@playwright/test';

import { BankWindow } from './harness/bank.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (Non-OAuth)';

function count(page: Page, path: string): () => number {
  let seen = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === path && request.method() === 'POST') seen += 1;
  });
  return () => seen;
}

test('double clicks do everything once', async ({ merchant, api, page }) => {
  const consents = count(page, '/v1/link_account_sessions/consent_acquired');
  const signIns = count(page, '/v1/connections/auth_sessions');
  const answers = count(page, '/v1/connections/auth_sessions/credentials');
  const selections = count(page, '/v1/connections/auth_sessions/selected_accounts');
  const ends = count(page, '/v1/link_account_sessions/complete');

  const open = await merchant.collect();
  const { flow } = open;
  await flow.agree.dblclick();
  await expect(flow.heading(en('picker.title'))).toBeVisible();
  await flow.search.fill(BANK);
  await flow.result(BANK).dblclick();
  await flow.root.getByLabel(en('credentials.username')).fill('maya.lind');
  await flow.root.getByLabel(en('credentials.password'), { exact: true }).fill('open sesame');
  await flow.button(en('credentials.submit')).dblclick();
  await flow.accounts();
  await flow.share(10).dblclick();
  await flow.done.dblclick();

  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
  expect(await api.accounts(open.session)).toHaveLength(10);
  expect([consents(), signIns(), answers(), selections(), ends()]).toEqual([1, 1, 1, 1, 1]);
});

/** Two clicks at one point, so far apart: the browser takes them for a double click. */
async function clicksTwice(page: Page, target: Locator, gap: number): Promise<void> {
  await target.hover();
  for (const clickCount of [1, 2]) {
    await page.mouse.down({ clickCount });
    await page.mouse.up({ clickCount });
    if (clickCount === 1) await setTimeout(gap);
  }
}

for (const gap of [0, 250]) {
  test(`a double click whose clicks are ${gap} ms apart presses nothing on what its first one brings up`, async ({
    merchant,
    page,
  }) => {
    const { flow } = await merchant.collect();
    await flow.consent();
    // The second click would be one beside the sheet, which takes it away.
    await clicksTwice(page, flow.close, gap);
    await expect(flow.leaveDialog).toBeVisible();
    await flow.leaveDialog.getByRole('button', { name: en('leave.stay') }).click();

    await flow.pick(BANK);
    await expect(flow.heading(en('credentials.title', { bank: BANK }))).toBeVisible();
    await clicksTwice(page, flow.back, gap);
    await expect(flow.heading(en('picker.title'))).toBeVisible();
    await expect(flow.search).toBeEditable();

    await flow.pick(BANK);
    await flow.signIn(BANK, 'open sesame');
    await flow.accounts();
    await clicksTwice(page, flow.share(10), gap);
    await expect(flow.heading(en('success.title', { count: 10 }))).toBeVisible();

    await flow.button(en('success.save')).click();
    await expect(flow.heading(en('credentials.save_title'))).toBeVisible();
    await clicksTwice(page, flow.button(en('credentials.not_now')), gap);
    await expect(flow.heading(en('success.title', { count: 10 }))).toBeVisible();
    // A press of its own counts, however soon.
    await flow.done.click();
    await expect(page.locator('iframe')).toHaveCount(0);
  });
}

test('a key that is pressed twice is two presses', async ({ merchant, page }) => {
  const { flow } = await merchant.collect();
  await flow.reach(BANK);
  await expect(flow.heading(en('credentials.title', { bank: BANK }))).toBeVisible();
  await flow.back.focus();
  await page.keyboard.press('Enter');
  await expect(flow.heading(en('picker.title'))).toBeVisible();
  await flow.back.focus();
  await page.keyboard.press('Enter');
  await expect(flow.agree).toBeVisible();
});

test('a double click opens one window of the bank', async ({ merchant, page }) => {
  const { flow } = await merchant.collect();
  await flow.reach('Test (OAuth)');
  await BankWindow.openedBy(page, () =>
    flow.button(en('oauth.go_on', { bank: 'Test (OAuth)' })).dblclick(),
  );
  await expect(flow.heading(en('oauth.waiting_title', { bank: 'Test (OAuth)' }))).toBeVisible();
  expect(page.context().pages()).toHaveLength(2);
});

test('a second call while a flow is open resolves with flow_already_open', async ({ merchant, api, page, programs }) => {
  const open = await merchant.collect();
  await expect(open.flow.agree).toBeVisible();
  const other = await api.session();
  const second = await page.evaluate(
    ({ key, clientSecret }) => window.Linkspan(key).collectFinancialConnectionsAccounts({ clientSecret }),
    { key: programs.publishable_key, clientSecret: other.client_secret },
  );
  expect(second.error?.code).toBe('flow_already_open');
  await expect(page.locator('iframe')).toHaveCount(1);
  await open.flow.close.click();
  expect((await open.result()).financialConnectionsSession?.id).toBe(open.session.id);
  expect((await api.retrieve(other)).status).toBe('pending');
});
