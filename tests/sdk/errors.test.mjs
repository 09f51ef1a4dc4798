import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import Stripe from "stripe";
import { client, startServer } from "./server.mjs";

const { errors } = Stripe;
let server, stripe;
before(async () => {
  server = await startServer();
  stripe = server.stripe;
});
after(() => server.stop());

/** The error that a promise is rejected with. */
async function rejection(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  assert.fail("it was not refused");
}

test("a wrong parameter is an invalid request that names it", async () => {
  const { id } = await stripe.customers.create({});
  const session = (more) =>
    rejection(
      stripe.financialConnections.sessions.create({
        account_holder: { type: "customer", customer: id },
        permissions: ["balances"],
        ...more,
      }),
    );
  const cases = [
    [{ permissions: [] }, "parameter_missing", "permissions"],
    [{ permissions: [""] }, "parameter_invalid_empty", "permissions"],
    [{ permissions: ["everything"] }, "parameter_invalid", "permissions"],
    [{ prefetch: ["ownership"] }, "parameter_invalid", "prefetch"],
    [{ filters: { countries: ["US"] } }, "parameter_unknown", "filters[countries]"],
    [{ filters: { planet: "earth" } }, "parameter_unknown", "filters[planet]"],
    [{ limits: { accounts: 0 } }, "parameter_invalid_integer", "limits[accounts]"],
    [{ return_url: "javascript:alert(1)" }, "url_invalid", "return_url"],
    [{ account_holder: { type: "customer" } }, "parameter_missing", "account_holder[customer]"],
    [{ account_holder: { customer: id } }, "parameter_missing", "account_holder[type]"],
    [{ account_holder: { type: "customer", customer: "cus_none" } }, "resource_missing", "account_holder[customer]"],
  ];
  for (const [more, code, param] of cases) {
    const error = await session(more);
    assert.ok(error instanceof errors.StripeInvalidRequestError, `${param}: ${error}`);
    assert.deepEqual([error.code, error.param], [code, param]);
    assert.match(error.requestId, /^req_/);
  }
});

test("what is not there is an invalid request of status 404", async () => {
  const error = await rejection(stripe.financialConnections.accounts.retrieve("fca_none"));
  assert.ok(error instanceof errors.StripeInvalidRequestError);
  assert.deepEqual([error.statusCode, error.code, error.param], [404, "resource_missing", "id"]);
});

test("a wrong key is an authentication error and a publishable one a permission error", async () => {
  const wrong = await rejection(client(server.api, "sk_test_wrong").customers.list());
  assert.ok(wrong instanceof errors.StripeAuthenticationError);
  const publishable = await rejection(client(server.api, server.publishable_key).customers.list());
  assert.ok(publishable instanceof errors.StripePermissionError);
  assert.equal(publishable.code, "secret_key_required");
});

test("another request under the same idempotency key is an idempotency error", async () => {
  await stripe.customers.create({ name: "one" }, { idempotencyKey: "twice" });
  const error = await rejection(stripe.customers.create({ name: "other" }, { idempotencyKey: "twice" }));
  assert.ok(error instanceof errors.StripeIdempotencyError);
});

test("a server that is not there is a connection error, and a bank that is down an API error", async () => {
  const nowhere = client("http://127.0.0.1:9", server.secret_key, { maxNetworkRetries: 0 });
  assert.ok((await rejection(nowhere.customers.list())) instanceof errors.StripeConnectionError);
  const { id } = await stripe.customers.create({});
  const session = await stripe.financialConnections.sessions.create({
    account_holder: { type: "customer", customer: id },
    permissions: ["balances"],
  });
  const path = `/v1/test_helpers/financial_connections/sessions/${session.id}/link`;
  const params = { institution: "Down (Unscheduled)", accounts: ["Success"] };
  const down = await rejection(stripe.rawRequest("POST", path, params));
  assert.ok(down instanceof errors.StripeAPIError);
  assert.deepEqual([down.statusCode, down.code], [503, "institution_unavailable_unplanned"]);
});

test("no key and no secret is in the log", async () => {
  const { id } = await stripe.customers.create({});
  const session = await stripe.financialConnections.sessions.create({
    account_holder: { type: "customer", customer: id },
    permissions: ["balances"],
  });
  await stripe.financialConnections.sessions.retrieve(session.id);
  for (const secret of [server.secret_key, server.publishable_key, session.client_secret]) {
    assert.ok(!server.log().includes(secret));
  }
  assert.match(server.log(), /answered/);
});
