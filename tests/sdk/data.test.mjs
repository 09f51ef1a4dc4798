// Data of linked accounts: balances, owners, transactions, subscriptions, and the helpers that change them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { receiver } from "./receiver.mjs";
import { startServer } from "./server.mjs";

const HELPERS = "/v1/test_helpers/financial_connections";
const DAY = 86_400;

let server, stripe, connections, hook, endpoint;
before(async () => {
  server = await startServer();
  stripe = server.stripe;
  connections = stripe.financialConnections;
  hook = await receiver(200);
  endpoint = await stripe.webhookEndpoints.create({ url: hook.url, enabled_events: ["*"] });
});
after(async () => {
  hook.close();
  await server.stop();
});

/** An account of a new or known customer, linked by the test helper. */
async function linked(customer, permissions = ["balances", "ownership", "payment_method", "transactions"]) {
  customer ??= (await stripe.customers.create({})).id;
  const account_holder = { type: "customer", customer };
  const session = await connections.sessions.create({ account_holder, permissions });
  const path = `${HELPERS}/sessions/${session.id}/link`;
  const ended = await stripe.rawRequest("POST", path, { institution: "Test (OAuth)", accounts: ["Success"] });
  return ended.accounts.data[0];
}

/** The account in the next event of this kind about it. */
async function told(kind, id) {
  for (;;) {
    const { body, signature } = await hook.next();
    const event = stripe.webhooks.constructEvent(body, signature, endpoint.secret);
    if (event.type === `financial_connections.account.${kind}` && event.data.object.id === id) return event.data.object;
  }
}

test("a balance is refreshed, told, and not again before its time", async () => {
  const { id } = await linked();
  await connections.accounts.refresh(id, { features: ["balance"] });
  const account = await told("refreshed_balance", id);
  assert.equal(account.balance_refresh.status, "succeeded");
  const read = await connections.accounts.retrieve(id);
  assert.deepEqual(read.balance, account.balance);
  const early = await connections.accounts.refresh(id, { features: ["balance"] });
  assert.deepEqual(early.balance_refresh, account.balance_refresh);

  const clock = await stripe.rawRequest("POST", `${HELPERS}/clock/advance`, { seconds: DAY });
  assert.ok(clock.offset_seconds >= DAY);
  const told_again = await stripe.rawRequest("GET", `${HELPERS}/clock`);
  assert.equal(told_again.offset_seconds, clock.offset_seconds);
  await connections.accounts.refresh(id, { features: ["balance"] });
  const later = await told("refreshed_balance", id);
  assert.ok(later.balance_refresh.last_attempted_at >= account.balance_refresh.last_attempted_at + DAY);
});

test("owners are read by their ownership, and expanded", async () => {
  const { id } = await linked();
  await connections.accounts.refresh(id, { features: ["ownership"] });
  const { ownership } = await told("refreshed_ownership", id);
  const owners = await connections.accounts.listOwners(id, { ownership, limit: 1 }).autoPagingToArray({ limit: 50 });
  assert.ok(owners.length > 0 && owners.every((owner) => owner.ownership === ownership));
  const expanded = await connections.accounts.retrieve(id, { expand: ["ownership"] });
  assert.equal(expanded.ownership.owners.data[0].id, owners[0].id);
});

test("transactions are subscribed, listed, paged both ways, filtered and read", async () => {
  const { id } = await linked();
  await assert.rejects(connections.transactions.list({ account: id }), {
    code: "financial_connections_no_successful_transaction_refresh",
  });
  const begun = await connections.accounts.subscribe(id, { features: ["transactions"] });
  assert.deepEqual(begun.subscriptions, ["transactions"]);
  const { transaction_refresh: refresh } = await told("refreshed_transactions", id);

  const rows = await connections.transactions.list({ account: id, limit: 50 }).autoPagingToArray({ limit: 1000 });
  assert.ok(rows.length > 50);
  const back = await connections.transactions
    .list({ account: id, limit: 2, ending_before: rows[6].id })
    .autoPagingToArray({ limit: 1000 });
  assert.deepEqual(back.map((row) => row.id), rows.slice(0, 6).reverse().map((row) => row.id));
  assert.deepEqual({ ...(await connections.transactions.retrieve(rows[0].id)) }, { ...rows[0] });
  const gte = rows[10].transacted_at;
  const recent = await connections.transactions.list({ account: id, transacted_at: { gte }, limit: 100 });
  assert.deepEqual(recent.data.map((row) => row.id), rows.filter((row) => row.transacted_at >= gte).map((row) => row.id));
  const delta = await connections.transactions.list({ account: id, transaction_refresh: { after: refresh.id } });
  assert.deepEqual(delta.data, []);
  const ended = await connections.accounts.unsubscribe(id, { features: ["transactions"] });
  assert.deepEqual(ended.subscriptions, []);
});

test("what the permissions do not allow, and what is inactive, is refused with its code", async () => {
  const { id: narrow } = await linked(undefined, ["balances"]);
  await assert.rejects(connections.accounts.refresh(narrow, { features: ["transactions"] }), {
    code: "financial_connections_permission_missing",
    param: "features",
  });

  const { id: customer } = await stripe.customers.create({});
  const { id } = await linked(customer);
  await stripe.rawRequest("POST", `${HELPERS}/accounts/${id}/deactivate`);
  assert.equal((await told("deactivated", id)).status, "inactive");
  await assert.rejects(connections.accounts.refresh(id, { features: ["balance"] }), {
    code: "financial_connections_account_inactive",
  });
  const again = await linked(customer);
  assert.deepEqual([again.id, again.status], [id, "active"]);
  assert.equal((await told("reactivated", id)).status, "active");
});

test("what an account can pay with is told", async () => {
  const { id } = await linked();
  await stripe.rawRequest("POST", `${HELPERS}/accounts/${id}/suspend_payments`);
  assert.deepEqual((await told("supported_payment_method_types_updated", id)).supported_payment_method_types, []);
});

test("a refresh that is told to fail fails", async () => {
  const { id } = await linked();
  await stripe.rawRequest("POST", `${HELPERS}/accounts/${id}/fail_next_refresh`);
  await connections.accounts.refresh(id, { features: ["balance"] });
  assert.equal((await told("refreshed_balance", id)).balance_refresh.status, "failed");
});

test("institutions and authorizations are read, and a bank is taken down and up", async () => {
  const path = "/v1/financial_connections/institutions";
  const [bank] = (await stripe.rawRequest("GET", `${path}?limit=1`)).data;
  assert.equal((await stripe.rawRequest("GET", `${path}/${bank.id}`)).name, bank.name);
  const account = await linked();
  const authorizations = "/v1/financial_connections/authorizations";
  const authorization = await stripe.rawRequest("GET", `${authorizations}/${account.authorization}`);
  assert.deepEqual([authorization.status, authorization.institution_name], ["active", "Test (OAuth)"]);
  const down = await stripe.rawRequest("POST", `${HELPERS}/institutions/${bank.id}/down`);
  assert.equal(down.status, "inactive");
  const up = await stripe.rawRequest("POST", `${HELPERS}/institutions/${bank.id}/up`);
  assert.notEqual(up.status, "inactive");
});
