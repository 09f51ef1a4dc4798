// Numbers of accounts: typed in and confirmed by small amounts, and given as a token for payouts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { link, token, typeIn } from "./flow.mjs";
import { startServer } from "./server.mjs";

let server, stripe;
before(async () => {
  server = await startServer();
  stripe = server.stripe;
});
after(() => server.stop());

test("numbers that were typed in are confirmed by what was paid in", async () => {
  const session = await stripe.financialConnections.sessions.create({
    account_holder: { type: "customer", customer: (await stripe.customers.create({ name: "Maya Rao" })).id },
    permissions: ["payment_method"],
    manual_entry: { mode: "automatic" },
  });
  const [{ id }] = (await typeIn(server, session)).accounts;
  /** The number's status, once it is this one. */
  const reaches = async (status) => {
    for (let time = 0; time < 400; time++) {
      const { account_numbers } = await stripe.financialConnections.accounts.retrieve(id);
      if (account_numbers?.[0].status === status) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.fail(`the number of ${id} is not ${status}`);
  };
  await reaches("pending");
  const verify = (params) =>
    stripe.rawRequest("POST", `/v1/financial_connections/accounts/${id}/verify_microdeposits`, params);
  await assert.rejects(verify({ amounts: [1, 2] }), {
    type: "StripeInvalidRequestError",
    code: "payment_method_microdeposit_verification_amounts_mismatch",
    param: "amounts",
  });
  assert.equal((await verify({ amounts: [32, 45] })).id, id);
  await reaches("transactable");
});

test("a session for payouts gives a token, which is read again", async () => {
  const [merchant] = await server.command("merchants", "list");
  const session = await stripe.financialConnections.sessions.create({
    account_holder: { type: "account", account: merchant.id },
    permissions: ["payment_method"],
  });
  await link(server, session, 1);
  const before = await stripe.financialConnections.sessions.retrieve(session.id);
  assert.equal(before.bank_account_token, undefined);
  const given = await token(server, session);
  const read = await stripe.tokens.retrieve(given.id);
  assert.deepEqual([read.type, read.bank_account.object, read.used], ["bank_account", "bank_account", false]);
  assert.deepEqual({ ...read }, given);
  const ended = await stripe.financialConnections.sessions.retrieve(session.id);
  assert.deepEqual(ended.bank_account_token, given);
});
