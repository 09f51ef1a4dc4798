import autocannon from 'autocannon';
import { expect, test } from '@playwright/test';

import { startProgram, startPrograms, type Programs } from '../e2e/harness/programs.ts';
import { spread, type Spread } from './table.ts';

const ROUNDS = 3;
const SECONDS = 4;
const CONNECTIONS = 16;
const CONSTANT = process.env['LINKSPAN_BENCH_CONSTANT'];
const POSTGRES = process.env['LINKSPAN_BENCH_POSTGRES'];

interface Contender {
  name: string;
  api: string;
  key: string;
  customer: string;
  account: string;
  stop(): Promise<void>;
}

const contenders: Contender[] = [];
test.beforeAll(async () => {
  if (!CONSTANT || !POSTGRES) throw new Error('start this by `cargo xtask bench`');
  const constant = await startProgram<{ api: string }>(CONSTANT);
  contenders.push({ name: 'a constant', key: 'sk_test_x', customer: 'cus_x', account: 'fca_x', ...constant });
  contenders.push(await linkspan('SQLite', {}));
  contenders.push(await linkspan('PostgreSQL', { DATABASE_URL: POSTGRES }));
});
test.afterAll(async () => {
  for (const contender of contenders) await contender.stop();
});

/** A server with a customer who has linked an account. */
async function linkspan(name: string, env: Record<string, string>): Promise<Contender> {
  const programs: Programs = await startPrograms({ env });
  const { api, secret_key: key, stop } = programs;
  const post = async (path: string, fields: Record<string, string>) => {
    const answer = await fetch(`${api}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: new URLSearchParams(fields),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as { id: string; accounts: { data: { id: string }[] } };
  };
  const customer = (await post('customers', {})).id;
  const session = await post('financial_connections/sessions', sessionOf(customer));
  const linked = await post(`test_helpers/financial_connections/sessions/${session.id}/link`, {
    institution: 'Test (Non-OAuth)',
    'accounts[]': 'Success',
  });
  const account = linked.accounts.data[0]?.id ?? '';
  expect(account).toMatch(/^fca_/);
  return { name, api, key, customer, account, stop };
}

const sessionOf = (customer: string) => ({
  'account_holder[type]': 'customer',
  'account_holder[customer]': customer,
  'permissions[]': 'balances',
});

const ROUTES = {
  'create a session': ({ api, customer }: Contender) => ({
    url: `${api}/v1/financial_connections/sessions`,
    method: 'POST' as const,
    body: new URLSearchParams(sessionOf(customer)).toString(),
  }),
  'read an account': ({ api, account }: Contender) => ({
    url: `${api}/v1/financial_connections/accounts/${account}`,
  }),
};

for (const [route, request] of Object.entries(ROUTES)) {
  test(`requests per second: ${route}`, async () => {
    const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
    // In turn, so that whatever else the machine does meets all of them.
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const contender of contenders) {
        const result = await autocannon({
          ...request(contender),
          headers: {
            authorization: `Bearer ${contender.key}`,
            'content-type': 'application/x-www-form-urlencoded',
          },
          connections: CONNECTIONS,
          duration: SECONDS,
        });
        expect(result.errors + result.non2xx, contender.name).toBe(0);
        rates.get(contender.name)?.push(result.requests.average);
      }
    }
    const spreads = contenders.map(({ name }): [string, Spread] => [name, spread(rates.get(name) ?? [])]);
    const constant = spreads[0]?.[1].median ?? Number.NaN;
    console.log(`\n${route}, ${ROUNDS} rounds of ${SECONDS} s each, ${CONNECTIONS} connections\n`);
    console.log('| answers per second | min | median | max | of a constant |');
    console.log('|---|---:|---:|---:|---:|');
    for (const [name, { min, median, max }] of spreads) {
      const share = ((100 * median) / constant).toFixed(0);
      console.log(`| ${name} | ${min.toFixed(0)} | ${median.toFixed(0)} | ${max.toFixed(0)} | ${share} % |`);
    }
  });
}
