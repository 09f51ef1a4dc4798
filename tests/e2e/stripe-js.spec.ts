import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { Flow } from './harness/flow.ts';
import type { CollectResult } from './harness/merchant.ts';
import { serve } from './harness/site.ts';
import { expect, test } from './harness/test.ts';

/** A page written for Stripe.js, with one script tag changed; it loads the real npm package. */
async function servePage(flowOrigin: string) {
  const entry = createRequire(import.meta.url).resolve('@stripe/stripe-js/package.json');
  const library = await readFile(join(dirname(entry), 'dist/index.mjs'), 'utf8');
  const page = `<!doctype html><html lang="en"><title>Shop</title>
    <script src="${flowOrigin}/linkspan.js" data-global="Stripe"></script>
    <h1>Shop</h1><button>Link</button>
    <script type="module">
      import { loadStripe } from '/stripe-js.mjs';
      window.loadStripe = loadStripe;
    </script></html>`;
  return serve({ '/': page, '/stripe-js.mjs': library });
}

type TokenResult = CollectResult & { token?: { id: string; bank_account: { last4: string } } };
type StripeLike = {
  collectBankAccountToken(options: { clientSecret: string }): Promise<TokenResult>;
  collectFinancialConnectionsAccounts(options: { clientSecret: string }): Promise<CollectResult>;
};
type StripePage = Window & {
  loadStripe(key: string): Promise<StripeLike | null>;
  Stripe: ((key: string) => StripeLike) & (new (key: string) => StripeLike);
  outcome?: Promise<TokenResult>;
};

test('loadStripe of @stripe/stripe-js links accounts through Linkspan', async ({ page, api, programs }) => {
  await using shop = await servePage(programs.flow);
  await page.goto(shop.origin);
  await expect.poll(() => page.evaluate(() => 'loadStripe' in window)).toBe(true);
  const session = await api.session();
  await page.evaluate(
    async ({ key, clientSecret }) => {
      const shop = window as unknown as StripePage;
      const stripe = await shop.loadStripe(key);
      if (!stripe) throw new Error('loadStripe gave nothing');
      shop.outcome = stripe.collectFinancialConnectionsAccounts({ clientSecret });
    },
    { key: programs.publishable_key, clientSecret: session.client_secret },
  );
  const flow = new Flow(page.locator('iframe').contentFrame());
  await flow.linkEverything('Test (Non-OAuth)');
  await flow.done.click();
  const result = await page.evaluate(() => (window as unknown as StripePage).outcome);
  expect(result?.financialConnectionsSession?.accounts).toHaveLength(10);
  expect((await api.retrieve(session)).status).toBe('succeeded');
});

test('collectBankAccountToken gives the account for payouts', async ({ page, api, programs }) => {
  await using shop = await servePage(programs.flow);
  await page.goto(shop.origin);
  const session = await api.session({
    account_holder: { type: 'account', account: programs.account },
    permissions: ['payment_method'],
    limits: { accounts: 1 },
  });
  await page.evaluate(
    ({ key, clientSecret }) => {
      const shop = window as unknown as StripePage;
      shop.outcome = shop.Stripe(key).collectBankAccountToken({ clientSecret });
    },
    { key: programs.publishable_key, clientSecret: session.client_secret },
  );
  const flow = new Flow(page.locator('iframe').contentFrame());
  await flow.reach('Test (Non-OAuth)');
  await flow.signIn('Test (Non-OAuth)', 'open sesame');
  await flow.accounts();
  await flow.rows.first().click();
  await flow.shareAccounts(1);
  await flow.done.click();
  const result = await page.evaluate(() => (window as unknown as StripePage).outcome);
  const [account] = result?.financialConnectionsSession?.accounts ?? [];
  expect(result?.token?.bank_account.last4).toBe(account?.last4);
  const held = await api.request<{ bank_account_token: { id: string } }>(
    'GET',
    `/v1/financial_connections/sessions/${session.id}`,
  );
  expect(held.bank_account_token.id).toBe(result?.token?.id);
});

test('the global works with and without “new”', async ({ page, programs }) => {
  await using shop = await servePage(programs.flow);
  await page.goto(shop.origin);
  const kinds = await page.evaluate((key) => {
    const { Stripe } = window as unknown as StripePage;
    return [Stripe(key), new Stripe(key)].map(
      (instance) => typeof instance.collectFinancialConnectionsAccounts,
    );
  }, programs.publishable_key);
  expect(kinds).toEqual(['function', 'function']);
});
