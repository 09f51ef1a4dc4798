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

test("a restricted key's missing permission is a permission error that names it", async () => {
  const [merchant] = await server.command("merchants", "list");
  const words = ["--merchant", merchant.id, "--kind", "restricted", "--allow", "customers:read"];
  const { id, key } = await server.command("keys", "create", ...words);
  const restricted = client(server.api, key);
  await restricted.customers.list();
  const error = await rejection(restricted.customers.create({}));
  assert.ok(error instanceof errors.StripePermissionError);
  assert.match(error.message, /'customers:write'/);

  await server.command("keys", "revoke", id);
  const revoked = await rejection(restricted.customers.list());
  assert.ok(revoked instanceof errors.StripeAuthenticationError);
  assert.equal(revoked.code, "api_key_expired");
});

test("too many requests are a rate limit error, which the SDK waits for when it may", async () => {
  const limited = await startServer("--rate-limit-write", "1");
  try {
    const hasty = client(limited.api, limited.secret_key, { maxNetworkRetries: 0 });
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => hasty.customers.create({})));
    const refused = all.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
    assert.ok(refused.length > 0 && refused.length < 20);
    for (const error of refused) {
      assert.ok(error instanceof errors.StripeRateLimitError, `${error}`);
      assert.deepEqual([error.statusCode, error.code, error.headers["retry-after"]], [429, "rate_limit", "1"]);
    }
    const patient = client(limited.api, limited.secret_key, { maxNetworkRetries: 5 });
    await patient.customers.create({});
    await patient.customers.create({});
  } finally {
    await limited.stop();
  }
});

test("a version that this server does not speak is an invalid request", async () => {
  const old = client(server.api, server.secret_key, { apiVersion: "2024-09-30.acacia" });
  const error = await rejection(old.customers.list());
  assert.ok(error instanceof errors.StripeInvalidRequestError);
  assert.match(error.message, /Stripe-Version/);
  const { lastResponse } = await stripe.customers.list();
  assert.equal(lastResponse.apiVersion, "2026-10-28.endive");
});

test("another request under the same idempotency key is an idempotency error", async () => {
  await stripe.customers.create({ name: "one" }, { idempotencyKey: "twice" });
  const error = await rejection(stripe.customers.create({ name: "other" }, { idempotencyKey: "twice" }));
  assert.ok(error instanceof errors.StripeIdempotencyError);
});

test("a refusal is given again under its idempotency key", async () => {
  const { id } = await stripe.customers.create({});
  await stripe.customers.del(id);
  const refused = () => rejection(stripe.customers.update(id, { name: "late" }, { idempotencyKey: "refused" }));
  const [first, again] = [await refused(), await refused()];
  assert.deepEqual([first.statusCode, first.message], [404, again.message]);
  assert.deepEqual([first, again].map(({ headers }) => headers["idempotent-replayed"]), [undefined, "true"]);
});

test("a wrong parameter frees its idempotency key", async () => {
  const create = (email) => stripe.customers.create({ email }, { idempotencyKey: "corrected" });
  assert.equal((await rejection(create("nonsense"))).code, "email_invalid");
  assert.equal((await create("maya@mail.example")).email, "maya@mail.example");
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
