import type { Locator } from '@playwright/test';

import { TAKES_NUMBERS } from './harness/api.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

test('typed-in numbers are checked, linked and confirmed, and the person can stop sharing', async ({
  merchant,
  api,
}) => {
  const session = await api.session(TAKES_NUMBERS);
  const open = await merchant.collect({ session });
  const { flow } = open;
  await flow.consent();
  await flow.button(en('manual.link')).click();
  await expect(flow.heading(en('manual.title'))).toBeVisible();
  const again = flow.root.getByLabel(en('manual.confirmation'));
  await flow.root.getByLabel(en('manual.routing')).fill('110000000');
  const bank = flow.root.getByText(en('manual.bank', { bank: 'Test (Non-OAuth)' }));
  await expect(bank).toBeVisible();
  const account = flow.root.getByLabel(en('manual.account'), { exact: true });
  const top = async (element: Locator): Promise<number> => (await element.boundingBox())?.y ?? NaN;
  expect(await top(bank), 'the bank stands by the routing number').toBeLessThan(await top(account));
  await account.fill('000123456789');
  await again.fill('1');
  await flow.button(en('manual.submit')).click();
  await expect(flow.root.getByText(en('manual.wrong_confirmation'))).toBeVisible();
  await expect(again).toBeFocused();
  await again.fill('000123456789');
  await flow.button(en('manual.submit')).click();

  const link = flow.root.getByRole('link', { name: en('success.confirm') });
  const address = await link.getAttribute('href');
  await flow.done.click();
  const { financialConnectionsSession: result } = await open.result();
  expect(result?.accounts.map((account) => account.last4)).toEqual(['6789']);

  const { page } = open;
  await page.goto(address ?? '');
  await page.getByLabel(/^Code from the statement/).fill('SM22BB');
  await page.getByRole('button', { name: 'Confirm this account' }).click();
  await expect(page.getByRole('alert')).toContainText('Tries left: 9');
  await page.getByLabel(/^Code from the statement/).fill('SM11AA');
  await page.getByRole('button', { name: 'Confirm this account' }).click();
  await expect(page.getByRole('status')).toContainText('Confirmed');
  await page.getByRole('button', { name: 'Stop sharing' }).click();
  await expect(page.getByRole('status')).toContainText('Stopped');
  const held = await api.retrieve(session);
  expect(held.accounts.data.map((account) => account.status)).toEqual(['disconnected']);
});
