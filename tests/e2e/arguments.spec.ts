import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

interface Case {
  what: string;
  secret: unknown;
  key?: string;
  param: string;
}

const GOOD = 'fcsess_client_secret_KRJTKvCY3IKoYTrW18EazcO3';
const CASES: Case[] = [
  { what: 'no client secret', secret: undefined, param: 'clientSecret' },
  { what: 'an empty client secret', secret: '', param: 'clientSecret' },
  { what: 'a client secret that is no text', secret: { id: 1 }, param: 'clientSecret' },
  { what: 'a session’s id as client secret', secret: 'fcsess_1LQZzmKZMjl0j0', param: 'clientSecret' },
  { what: 'a secret key as client secret', secret: 'sk_test_51LQZzmKZMjl0j0', param: 'clientSecret' },
  { what: 'a secret key as publishable key', secret: GOOD, key: 'sk_test_51LQZzmKZMjl0j0', param: 'publishableKey' },
];

for (const { what, secret, key, param } of CASES) {
  test(`${what}: resolves to an error that names ${param}`, async ({ merchant, page, programs }) => {
    await merchant.open();
    const result = await page.evaluate(
      ({ key, clientSecret }) => window.Linkspan(key).collectFinancialConnectionsAccounts({ clientSecret }),
      { key: key ?? programs.publishable_key, clientSecret: secret },
    );
    expect(result.financialConnectionsSession).toBeUndefined();
    expect(result.error).toMatchObject({ type: 'validation_error', param });
    if (typeof secret === 'string' && secret) expect(result.error?.message).not.toContain(secret);
    await expect(page.locator('iframe')).toHaveCount(0);
  });
}

test('a secret of no session: the flow says so, and resolves with an error', async ({ merchant, api }) => {
  const session = await api.session();
  const open = await merchant.collect({ session: { ...session, client_secret: GOOD } });
  await expect(open.flow.heading(en('problem.unknown_title'))).toBeVisible();
  await open.flow.closeProblem.click();
  const { financialConnectionsSession: none, error } = await open.result();
  expect(none).toBeUndefined();
  expect(error?.code).toBe('resource_missing');
  expect((await api.retrieve(session)).status).toBe('pending');
});

test('a session that was used already resolves with what it linked', async ({ merchant, api }) => {
  const first = await merchant.collect();
  await first.flow.linkEverything();
  await first.flow.done.click();
  const { financialConnectionsSession: linked } = await first.result();
  const again = await merchant.collect({ session: first.session });
  const { financialConnectionsSession: same } = await again.result();
  expect(same?.accounts.map((account) => account.id).sort()).toEqual(
    linked?.accounts.map((account) => account.id).sort(),
  );
  expect((await api.retrieve(first.session)).accounts.data).toHaveLength(10);
});
