import type { Api, OpenSession } from './harness/api.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (Non-OAuth)';

/** Its time is over now. */
const expire = (api: Api, session: OpenSession): Promise<unknown> =>
  api.request('POST', `/v1/test_helpers/financial_connections/sessions/${session.id}/expire`);

test('a session that expires in mid-flow: the pane says so, the promise has the error', async ({
  merchant,
  api,
}) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.consent();
  await expire(api, open.session);
  await flow.search.fill(BANK);
  await expect(flow.heading(en('problem.expired_title'))).toBeVisible();
  await flow.closeProblem.click();
  const { financialConnectionsSession: session, error } = await open.result();
  expect(session).toBeUndefined();
  expect(error).toMatchObject({ code: 'session_expired' });
  const held = await api.retrieve(open.session);
  expect(held.status).toBe('cancelled');
  expect(held.accounts.data).toEqual([]);
});

test('a session that expired before it was opened', async ({ merchant, api }) => {
  const session = await api.session();
  await expire(api, session);
  const open = await merchant.collect({ session });
  await expect(open.flow.heading(en('problem.expired_title'))).toBeVisible();
  await open.flow.closeProblem.click();
  expect((await open.result()).error?.code).toBe('session_expired');
});

test('a session that expires once accounts are linked keeps them', async ({ merchant, api }) => {
  const open = await merchant.collect();
  await open.flow.linkEverything(BANK);
  await expire(api, open.session);
  await open.flow.done.click();
  const { financialConnectionsSession: session, error } = await open.result();
  expect(error).toBeUndefined();
  expect(session?.accounts).toHaveLength(10);
  const held = await api.retrieve(open.session);
  expect(held.status).toBe('succeeded');
  expect(held.accounts.data).toHaveLength(10);
});
