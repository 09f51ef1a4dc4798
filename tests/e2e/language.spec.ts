import { fr, onlyIn } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const english = onlyIn('en', 'fr');
const BANK = 'Test (Non-OAuth)';

test('the whole flow in French', async ({ merchant, api }) => {
  const open = await merchant.collect({ locale: 'fr', words: fr });
  const { flow } = open;
  await flow.consent();
  await expect(flow.root.locator('html')).toHaveAttribute('lang', 'fr');
  await flow.pick(BANK);
  await flow.signIn(BANK, 'open sesame');
  await flow.accounts();
  await flow.shareAccounts(10);
  const lines = (await flow.root.locator('body').innerText()).split('\n').map((line) => line.trim());
  expect(lines.filter((line) => english.has(line))).toEqual([]);
  await flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
});

test.describe('a browser that speaks French', () => {
  test.use({ locale: 'fr-CA' });

  test('“auto” follows the browser', async ({ merchant }) => {
    const { flow } = await merchant.collect({ locale: 'auto', words: fr });
    await expect(flow.heading(fr('consent.title', { merchant: 'Harbour Books' }))).toBeVisible();
  });
});

test('a language that is not there falls back to English', async ({ merchant }) => {
  const { flow } = await merchant.collect({ locale: 'de' });
  await expect(flow.agree).toBeVisible();
  await expect(flow.root.locator('html')).toHaveAttribute('lang', 'en');
});
