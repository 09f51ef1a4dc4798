import { expect, test } from './harness/test.ts';

test('a browser without WebAssembly shows a screen, and the promise has the error', async ({
  merchant,
  api,
  page,
}) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'WebAssembly');
  });
  const open = await merchant.collect();
  const title = 'This browser cannot show this step';
  await expect(open.flow.root.getByRole('heading', { name: title })).toBeVisible();
  await open.flow.root.getByRole('button', { name: 'Close' }).click();
  const { financialConnectionsSession: session, error } = await open.result();
  expect(session).toBeUndefined();
  expect(error?.code).toBe('browser_unsupported');
  expect((await api.retrieve(open.session)).accounts.data).toEqual([]);
  await expect(page.locator('iframe')).toHaveCount(0);
});
