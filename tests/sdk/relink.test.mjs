// Sessions that repair an access which stopped working.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "./server.mjs";

const HELPERS = "/v1/test_helpers/financial_connections";

let server, stripe, customer;
before(async () => {
  server = await startServer();
  stripe = server.stripe;
  customer = (await stripe.customers.create({ name: "Maya Rao" })).id;
});
after(() => server.stop());

/** A session with these options, ended by the test helper with the accounts of these names. */
async function ended(accounts, options = {}) {
  const session = await stripe.financialConnections.sessions.create({
    account_holder: { type: "customer", customer },
    permissions: ["balances"],
    ...options,
  });
  assert.deepEqual(session.relink_options && { ...session.relink_options }, options.relink_options);
  assert.equal(session.relink_result, undefined);
  const institution = "Test (Non-OAuth)";
  await stripe.rawRequest("POST", `${HELPERS}/sessions/${session.id}/link`, { institution, accounts });
  return stripe.financialConnections.sessions.retrieve(session.id);
}

test("an access is repaired with the same ids, and what was not repaired is said", async () => {
  const both = (await ended(["Success", "High Balance"])).accounts.data;
  const account = both.find(({ display_name }) => display_name === "Success");
  await stripe.rawRequest("POST", `${HELPERS}/accounts/${account.id}/deactivate`);
  const relink_options = { authorization: account.authorization, account: account.id };

  const other = await ended(["High Balance"], { relink_options });
  assert.deepEqual({ ...other.relink_result }, {
    authorization: account.authorization,
    failure_reason: "no_account",
  });
  assert.equal((await stripe.financialConnections.accounts.retrieve(account.id)).status, "inactive");

  const repaired = await ended(["Success"], { relink_options });
  assert.deepEqual({ ...repaired.relink_result }, relink_options);
  assert.deepEqual(repaired.accounts.data.map(({ id, status }) => [id, status]), [[account.id, "active"]]);
});

test("an access of somebody else is not found", async () => {
  const { id: stranger } = await stripe.customers.create({});
  const [{ authorization }] = (await ended(["Success"])).accounts.data;
  const session = stripe.financialConnections.sessions.create({
    account_holder: { type: "customer", customer: stranger },
    permissions: ["balances"],
    relink_options: { authorization },
  });
  await assert.rejects(session, { code: "resource_missing", param: "relink_options[authorization]" });
});
