// What a merchant sees and does of deliveries: attempts, sending again, rolled secrets, what an update changed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { receiver } from "./receiver.mjs";
import { startServer } from "./server.mjs";

const HELPERS = "/v1/test_helpers/financial_connections";
const CREATED = "financial_connections.account.created";

let server, stripe;
before(async () => {
  server = await startServer();
  stripe = server.stripe;
});
after(() => server.stop());

/** Links one account by the test helper; gives its id. */
async function linked() {
  const customer = (await stripe.customers.create({ name: "Maya" })).id;
  const session = await stripe.financialConnections.sessions.create({
    account_holder: { type: "customer", customer },
    permissions: ["payment_method"],
  });
  const path = `${HELPERS}/sessions/${session.id}/link`;
  const ended = await stripe.rawRequest("POST", path, { institution: "Test (Non-OAuth)", accounts: ["Success"] });
  return ended.accounts.data[0].id;
}

/** A listener that answers these statuses and is told of these events, until the test is over. */
async function listening(t, events, ...statuses) {
  const hook = await receiver(...statuses);
  const endpoint = await stripe.webhookEndpoints.create({ url: hook.url, enabled_events: events });
  t.after(async () => {
    await stripe.webhookEndpoints.del(endpoint.id);
    hook.close();
  });
  return { hook, endpoint };
}

/** The attempts at an endpoint, newest first, once there are this many: they are kept behind the answer. */
async function attempts(endpoint, wanted) {
  for (let time = 0; time < 400; time++) {
    const list = await stripe.rawRequest("GET", `/v1/webhook_endpoints/${endpoint}/attempts`);
    if (list.data.length >= wanted) return list.data;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return assert.fail(`${endpoint} has not had ${wanted} attempts`);
}

test("attempts are listed, and an event is sent again under its id", async (t) => {
  const { hook, endpoint } = await listening(t, [CREATED], 500, 200);
  await linked();
  const first = await hook.next();
  const second = await hook.next();
  const { id } = stripe.webhooks.constructEvent(first.body, first.signature, endpoint.secret);
  const shown = await attempts(endpoint.id, 2);
  assert.deepEqual(
    shown.map(({ event, number, http_status, status }) => [event, number, http_status, status]),
    [
      [id, 2, 200, "succeeded"],
      [id, 1, 500, "failed"],
    ],
  );
  const resent = await stripe.rawRequest("POST", `/v1/events/${id}/resend`, { webhook_endpoint: endpoint.id });
  assert.equal(resent.id, id);
  const third = await hook.next();
  assert.equal(third.body, second.body);
  assert.equal(stripe.webhooks.constructEvent(third.body, third.signature, endpoint.secret).id, id);
  assert.equal((await attempts(endpoint.id, 3)).length, 3);
});

test("both secrets verify while the old one signs along, then the new one alone", async (t) => {
  const { hook, endpoint } = await listening(t, [CREATED], 200);
  const roll = (params) => stripe.rawRequest("POST", `/v1/webhook_endpoints/${endpoint.id}/roll_secret`, params);
  const old = endpoint.secret;
  const { secret } = await roll({ expires_in: 3600 });
  assert.match(secret, /^whsec_/);
  await linked();
  const during = await hook.next();
  assert.equal(during.signature.match(/v1=/g).length, 2);
  for (const good of [old, secret]) stripe.webhooks.constructEvent(during.body, during.signature, good);

  const last = (await roll()).secret;
  await linked();
  const after = await hook.next();
  stripe.webhooks.constructEvent(after.body, after.signature, last);
  for (const bad of [old, secret]) {
    assert.throws(() => stripe.webhooks.constructEvent(after.body, after.signature, bad), /signature/i);
  }
});

test("an update says what was before, and other events do not", async (t) => {
  const { hook, endpoint } = await listening(t, ["payment_method.updated", "payment_method.attached"], 200);
  const { id } = await stripe.paymentMethods.create({
    type: "us_bank_account",
    us_bank_account: { financial_connections_account: await linked() },
    billing_details: { name: "Maya" },
    metadata: { books: "a", kept: "yes" },
  });
  const { id: customer } = await stripe.customers.create({});
  await stripe.paymentMethods.attach(id, { customer });
  await stripe.paymentMethods.update(id, { billing_details: { name: "Maya Rao" }, metadata: { books: "b" } });
  const told = {};
  for (let n = 0; n < 2; n++) {
    const { body, signature } = await hook.next();
    const event = stripe.webhooks.constructEvent(body, signature, endpoint.secret);
    told[event.type] = event.data;
  }
  assert.deepEqual(told["payment_method.updated"].previous_attributes, {
    billing_details: { name: "Maya" },
    metadata: { books: "a" },
  });
  assert.equal(told["payment_method.attached"].previous_attributes, undefined);
});
