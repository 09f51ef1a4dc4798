import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { link } from "./flow.mjs";
import { receiver } from "./receiver.mjs";
import { startServer } from "./server.mjs";

let server, stripe;
before(async () => {
  server = await startServer();
  stripe = server.stripe;
});
after(() => server.stop());

async function newSession() {
  const customer = await stripe.customers.create({ name: "Maya Rao" });
  return stripe.financialConnections.sessions.create({
    account_holder: { type: "customer", customer: customer.id },
    permissions: ["balances"],
  });
}

test("webhook endpoints are created, read, changed, listed and deleted", async () => {
  const endpoint = await stripe.webhookEndpoints.create({
    url: "https://shop.example/hook",
    enabled_events: ["financial_connections.account.created"],
    description: "books",
  });
  assert.match(endpoint.secret, /^whsec_/);
  const read = await stripe.webhookEndpoints.retrieve(endpoint.id);
  assert.equal(read.secret, undefined);
  const changed = await stripe.webhookEndpoints.update(endpoint.id, { enabled_events: ["*"], disabled: true });
  assert.deepEqual([changed.status, changed.enabled_events], ["disabled", ["*"]]);
  const listed = await stripe.webhookEndpoints.list();
  assert.deepEqual(listed.data.map((row) => row.id), [endpoint.id]);
  assert.equal((await stripe.webhookEndpoints.del(endpoint.id)).deleted, true);
});

test("a delivered webhook is verified by the SDK", async () => {
  const hook = await receiver(200);
  const { secret } = await stripe.webhookEndpoints.create({ url: hook.url, enabled_events: ["*"] });
  const session = await newSession();
  const result = await link(server, session, 2);
  const seen = [];
  for (let n = 0; n < 2; n++) {
    const { body, signature } = await hook.next();
    const event = stripe.webhooks.constructEvent(body, signature, secret);
    assert.equal(event.type, "financial_connections.account.created");
    const account = await stripe.financialConnections.accounts.retrieve(event.data.object.id);
    assert.deepEqual({ ...account }, event.data.object);
    seen.push(account.id);

    const forged = body.replace("active", "actiwe");
    assert.throws(() => stripe.webhooks.constructEvent(forged, signature, secret), /signature/i);
    assert.throws(() => stripe.webhooks.constructEvent(body, signature, "whsec_other"), /signature/i);
  }
  assert.deepEqual(seen.sort(), result.accounts.map((account) => account.id).sort());
  hook.close();
});

test("a refused webhook comes again, and is verified again", async () => {
  const hook = await receiver(500, 200);
  const endpoint = await stripe.webhookEndpoints.create({ url: hook.url, enabled_events: ["*"] });
  await link(server, await newSession(), 1);
  const first = await hook.next();
  const second = await hook.next();
  assert.equal(second.body, first.body);
  assert.notEqual(second.signature, first.signature);
  stripe.webhooks.constructEvent(second.body, second.signature, endpoint.secret);
  await stripe.webhookEndpoints.del(endpoint.id);
  hook.close();
});
