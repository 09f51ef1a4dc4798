import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

test('a typing error finds the bank all the same, and it can be linked', async ({ merchant, api }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.consent();
  await flow.pick('Sierra Credit Union', 'seirra');
  await flow.signIn('Sierra Credit Union', 'open sesame');
  await flow.accounts();
  await flow.button(/^Share \d+ accounts?$/).click();
  await flow.done.click();
  const { financialConnectionsSession: session } = await open.result();
  expect(session?.accounts[0]?.institution_name).toBe('Sierra Credit Union');
  const held = await api.retrieve(open.session);
  expect(held.accounts.data).toHaveLength(session?.accounts.length ?? -1);
});

for (const [how, typed, found] of [
  ['its name', 'Northline', 'Northline'],
  ['a part of its name', 'north', 'Northline'],
  ['its website', 'greatnorthern.example', 'Great Northern Savings'],
  ['another name', 'SCU', 'Sierra Credit Union'],
  ['letters without accents', 'penalva', 'Banco Peñalva'],
  ['swapped letters', 'nroth', 'Northline'],
] as const) {
  test(`a bank is found by ${how}`, async ({ merchant }) => {
    const { flow } = await merchant.collect();
    await flow.consent();
    await flow.search.fill(typed);
    await expect(flow.result(found)).toBeVisible();
  });
}

test('nothing found says so; clearing brings the first choice back', async ({ merchant }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.consent();
  await flow.search.fill('zzqxzzqx');
  await expect(flow.root.getByText(en('picker.none_title', { query: 'zzqxzzqx' }))).toBeVisible();
  await flow.button(en('picker.clear')).click();
  await expect(flow.search).toHaveValue('');
  await expect(flow.search).toBeFocused();
  await expect(flow.button(/^Cedar Bank/)).toBeVisible();
  expect(await open.eventNames()).toContain('search_initiated');
});

test('the last thing typed wins over a slow answer', async ({ merchant, page }) => {
  const { flow } = await merchant.collect();
  await flow.consent();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/v1/connections/institutions', async (route) => {
    const body = route.request().postDataJSON() as { query: string };
    if (body.query === 'cedar') await held;
    await route.continue();
  });
  await flow.search.fill('cedar');
  await flow.search.fill('northline');
  release();
  await expect(flow.result('Northline')).toBeVisible();
  await expect(flow.result('Cedar Bank')).toHaveCount(0);
});
