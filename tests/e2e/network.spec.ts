import type { Page } from '@playwright/test';

import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (Non-OAuth)';

/** Cuts the connection of this one kind of request until it is restored. */
async function cut(page: Page, path: string): Promise<() => Promise<void>> {
  const pattern = `**${path}`;
  await page.route(pattern, (route) => route.abort('connectionreset'));
  return () => page.unroute(pattern);
}

test('a cut at the agreement: try again, and nothing is lost', async ({ merchant, api, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await expect(flow.agree).toBeVisible();
  const restore = await cut(page, '/v1/link_account_sessions/consent_acquired');
  await flow.agree.click();
  await expect(flow.button(en('trouble.retry'))).toBeVisible();
  expect(await open.settled()).toBe(false);
  await restore();
  await flow.button(en('trouble.retry')).click();
  await expect(flow.heading(en('picker.title'))).toBeVisible();
  expect((await api.retrieve(open.session)).status).toBe('pending');
});

test('a cut while searching: the text stays, and the search goes on', async ({ merchant, page }) => {
  const { flow } = await merchant.collect();
  await flow.consent();
  const restore = await cut(page, '/v1/connections/institutions');
  await flow.search.fill('north');
  await expect(flow.button(en('trouble.retry'))).toBeVisible();
  await expect(flow.search).toHaveValue('north');
  await restore();
  await flow.button(en('trouble.retry')).click();
  await expect(flow.result('Northline')).toBeVisible();
});

test('a cut while sharing: the ticks stay, and sharing again links each account once', async ({
  merchant,
  api,
  page,
}) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'open sesame');
  await flow.accounts();
  // The server did it; the answer got lost on the way back.
  const path = '**/v1/connections/auth_sessions/selected_accounts';
  await page.route(path, async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await flow.share(10).click();
  await expect(flow.button(en('trouble.retry'))).toBeVisible();
  await page.unroute(path);
  await flow.button(en('trouble.retry')).click();
  await flow.done.click();
  const { financialConnectionsSession: session } = await open.result();
  expect(session?.accounts).toHaveLength(10);
  expect(await api.accounts(open.session)).toHaveLength(10);
});

test('offline in mid-flow: said so, and it goes on by itself when back', async ({ merchant, api, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.consent();
  await page.context().setOffline(true);
  await flow.search.fill('Test (Non');
  await expect(flow.root.getByText(en('trouble.offline')).first()).toBeVisible();
  await page.context().setOffline(false);
  await expect(flow.root.getByText(en('trouble.offline'))).toHaveCount(0);
  await flow.result(BANK).click();
  await flow.signIn(BANK, 'open sesame');
  await flow.accounts();
  await flow.button(/^Share \d+ accounts$/).click();
  await flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
});

test('a connection that breaks without the browser noticing: it goes on by itself when it is back', async ({
  merchant,
  page,
}) => {
  const { flow } = await merchant.collect();
  await flow.consent();
  const restore = await cut(page, '/v1/connections/institutions');
  await flow.search.fill('north');
  await expect(flow.root.getByText(en('trouble.offline')).first()).toBeVisible();
  await restore();
  await expect(flow.result('Northline')).toBeVisible();
});

test('a server that fails once is asked again by the person', async ({ merchant, page }) => {
  const { flow } = await merchant.collect();
  await expect(flow.agree).toBeVisible();
  const path = '**/v1/link_account_sessions/consent_acquired';
  await page.route(path, (route) =>
    route.fulfill({ status: 500, json: { error: { type: 'api_error', message: 'broken' } } }),
  );
  await flow.agree.click();
  await expect(flow.root.getByText(en('trouble.server'))).toBeVisible();
  await page.unroute(path);
  await flow.button(en('trouble.retry')).click();
  await expect(flow.heading(en('picker.title'))).toBeVisible();
});

test('a flow that cannot be fetched at all resolves with an error', async ({ merchant, page }) => {
  await merchant.open();
  await page.route('**/frame?*', (route) => route.abort('connectionrefused'));
  const open = await merchant.collect();
  await page.getByRole('dialog').getByRole('button').first().click();
  const { financialConnectionsSession: session, error } = await open.result();
  expect(session).toBeUndefined();
  expect(error).toMatchObject({ type: 'api_connection_error', code: 'flow_not_loaded' });
  await expect(page.locator('iframe')).toHaveCount(0);
});

test('while the module is on its way there is a way out, by the button and by Escape', async ({ merchant, page, api }) => {
  await merchant.open();
  await page.route('**/*.wasm*', () => {});
  const close = page.getByRole('dialog').getByRole('button', { name: 'Close' });
  for (const leave of [() => close.click(), () => page.keyboard.press('Escape')]) {
    // Its own request is answered, so that the frame is known to run.
    const asked = page.waitForResponse('**/v1/financial_connections/sessions/synchronize');
    const open = await merchant.collect();
    await asked;
    await expect(close).toBeVisible();
    await leave();
    expect((await open.result()).financialConnectionsSession?.accounts).toEqual([]);
    await expect(page.locator('iframe')).toHaveCount(0);
    expect((await api.retrieve(open.session)).status).toBe('cancelled');
  }
});

test('Escape closes also where the frame has the focus before its module is there', async ({ merchant, page }) => {
  await merchant.open();
  await page.route('**/*.wasm*', () => {});
  const asked = page.waitForResponse('**/v1/financial_connections/sessions/synchronize');
  const open = await merchant.collect();
  await asked;
  // Beside the card that says that the flow is loading.
  await page.mouse.click(20, 400);
  await page.keyboard.press('Escape');
  expect((await open.result()).financialConnectionsSession?.accounts).toEqual([]);
});

test('a module that hangs is given up: the screen without wasm, in the frame and as a page', async ({
  merchant,
  page,
  api,
  programs,
}) => {
  await merchant.open();
  const pattern = '**/*.wasm*';
  await page.route(pattern, () => {});
  const open = await merchant.collect();
  const title = 'This did not load';
  await expect(open.flow.heading(title)).toBeVisible({ timeout: 25_000 });
  await page.unroute(pattern);
  await open.flow.button('Start again').click();
  await expect(open.flow.agree).toBeVisible();

  await page.route(pattern, () => {});
  const session = await api.session({ return_url: programs.merchant });
  await page.goto(session.url ?? '');
  await expect(page.getByRole('heading', { name: title })).toBeVisible({ timeout: 25_000 });
  await expect(page.getByRole('button', { name: 'Close' })).toBeVisible();
});

test('a module that cannot be fetched shows a screen without wasm', async ({ merchant, page }) => {
  await merchant.open();
  const pattern = '**/*.wasm*';
  await page.route(pattern, (route) => route.abort('connectionreset'));
  const open = await merchant.collect();
  const { root } = open.flow;
  await expect(root.getByRole('heading', { name: 'This did not load' })).toBeVisible();
  await page.unroute(pattern);
  await root.getByRole('button', { name: 'Start again' }).click();
  await expect(open.flow.agree).toBeVisible();
});
