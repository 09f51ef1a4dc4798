import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { link } from "./flow.mjs";
import { startServer } from "./server.mjs";

let server, stripe, customer;
before(async () => {
  server = await startServer();
  stripe = server.stripe;
  customer = await stripe.customers.create({ name: "Maya Rao" });
});
after(() => server.stop());

const holder = () => ({ type: "customer", customer: customer.id });

test("a session is created with all its parameters and read again", async () => {
  const session = await stripe.financialConnections.sessions.create({
    account_holder: holder(),
    permissions: ["balances", "ownership", "payment_method", "transactions"],
    prefetch: ["balances", "transactions"],
    filters: { account_subcategories: ["checking", "savings"], country: "US", require_payment_method_support: "all" },
    limits: { accounts: 3 },
    manual_entry: { mode: "automatic" },
    return_url: "https://shop.example/done",
    expand: ["account_holder.customer"],
  });
  assert.match(session.client_secret, /^fcsess_client_secret_[A-Za-z0-9]{24,}$/);
  assert.equal(session.account_holder.customer.name, "Maya Rao");
  assert.deepEqual(session.limits, { accounts: 3 });
  assert.deepEqual(session.filters.account_subcategories, ["checking", "savings"]);
  assert.deepEqual(session.prefetch, ["balances", "transactions"]);
  const read = await stripe.financialConnections.sessions.retrieve(session.id);
  assert.equal(read.client_secret, session.client_secret);
  assert.equal(read.account_holder.customer, customer.id);
});

test("accounts are listed, paged, read and disconnected", async () => {
  const session = await stripe.financialConnections.sessions.create({
    account_holder: holder(),
    permissions: ["balances"],
  });
  const result = await link(server, session, 5);
  assert.equal(result.accounts.length, 5);
  assert.deepEqual([session.status, { ...session.status_details }], ["pending", {}]);
  const linked = result.accounts.map((account) => account.id).sort();

  const ended = await stripe.financialConnections.sessions.retrieve(session.id);
  assert.deepEqual([ended.status, { ...ended.status_details }, ended.client_secret], ["succeeded", {}, null]);
  assert.deepEqual(ended.accounts.data.map((account) => account.id).sort(), linked);

  const listed = await stripe.financialConnections.accounts
    .list({ account_holder: { customer: customer.id }, limit: 2 })
    .autoPagingToArray({ limit: 100 });
  assert.deepEqual(listed.map((account) => account.id).sort(), linked);
  const bySession = await stripe.financialConnections.accounts.list({ session: session.id });
  assert.equal(bySession.data.length, 5);

  const account = await stripe.financialConnections.accounts.retrieve(linked[0]);
  assert.equal(account.institution_name, "Test (Non-OAuth)");
  assert.deepEqual(account.permissions, ["balances"]);
  const gone = await stripe.financialConnections.accounts.disconnect(linked[0]);
  assert.equal(gone.status, "disconnected");

  const events = await stripe.events
    .list({ type: "financial_connections.account.created", limit: 2 })
    .autoPagingToArray({ limit: 100 });
  assert.deepEqual(events.map((event) => event.data.object.id).sort(), linked);
  const event = await stripe.events.retrieve(events[0].id);
  assert.equal(event.type, "financial_connections.account.created");
});

test("the test helper expires a session", async () => {
  const session = await stripe.financialConnections.sessions.create({
    account_holder: holder(),
    permissions: ["balances"],
  });
  const path = `/v1/test_helpers/financial_connections/sessions/${session.id}/expire`;
  const expired = await stripe.rawRequest("POST", path);
  assert.equal(expired.client_secret, null);
  const read = await stripe.financialConnections.sessions.retrieve(session.id);
  assert.equal(read.status, "cancelled");
  assert.deepEqual({ ...read.status_details }, { cancelled: { reason: "other" } });
});

test("a hosted session has an address while it is open", async () => {
  const session = await stripe.financialConnections.sessions.create({
    account_holder: holder(),
    permissions: ["balances"],
    ui_mode: "hosted",
    hosted: { return_url: "https://shop.example/done" },
  });
  assert.deepEqual([session.ui_mode, session.hosted.return_url], ["hosted", "https://shop.example/done"]);
  assert.ok(session.url.startsWith(`${server.flow}/link/`), session.url);
  const opened = await fetch(session.url, { redirect: "manual" });
  assert.equal(new URL(opened.headers.get("location"), server.flow).pathname, "/link");

  await link(server, session, 1);
  const ended = await stripe.financialConnections.sessions.retrieve(session.id);
  assert.deepEqual([ended.status, ended.url], ["succeeded", undefined]);
});

test("a session that names a bank keeps it, and one that is not there is refused", async () => {
  const named = (institution) =>
    stripe.financialConnections.sessions.create({
      account_holder: holder(),
      permissions: ["balances"],
      filters: { institution },
    });
  const [bank] = (await stripe.rawRequest("GET", "/v1/financial_connections/institutions?limit=1")).data;
  const { id } = await named(bank.id);
  assert.equal((await stripe.financialConnections.sessions.retrieve(id)).filters.institution, bank.id);
  await assert.rejects(named("bcinst_none"), { code: "resource_missing", param: "filters[institution]" });
});
