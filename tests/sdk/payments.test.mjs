// Payments with linked accounts: payment methods, intents, what each named account does, and the webhooks.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { receiver } from "./receiver.mjs";
import { startServer } from "./server.mjs";

const HELPERS = "/v1/test_helpers/financial_connections";
const DAY = 86_400;
const mandate_data = {
  customer_acceptance: { type: "online", online: { ip_address: "127.0.0.1", user_agent: "Browser/1" } },
};

let server, stripe, hook, endpoint;
before(async () => {
  server = await startServer();
  stripe = server.stripe;
  hook = await receiver(200);
  endpoint = await stripe.webhookEndpoints.create({
    url: hook.url,
    enabled_events: [
      "charge.dispute.created",
      "payment_intent.payment_failed",
      "payment_intent.succeeded",
      "payment_method.attached",
    ],
  });
});
after(async () => {
  hook.close();
  await server.stop();
});

/** A customer with an account of this name, linked by the test helper. */
async function linked(name, permissions = ["payment_method"]) {
  const customer = (await stripe.customers.create({ name: "Maya" })).id;
  const session = await stripe.financialConnections.sessions.create({
    account_holder: { type: "customer", customer },
    permissions,
  });
  const path = `${HELPERS}/sessions/${session.id}/link`;
  const ended = await stripe.rawRequest("POST", path, { institution: "Test (Non-OAuth)", accounts: [name] });
  return { customer, account: ended.accounts.data[0].id };
}

/** The customer's account as a payment method that is attached. */
async function payer(name) {
  const { customer, account } = await linked(name);
  const method = await stripe.paymentMethods.create({
    type: "us_bank_account",
    us_bank_account: { financial_connections_account: account },
    billing_details: { name: "Maya" },
  });
  await stripe.paymentMethods.attach(method.id, { customer });
  return { customer, account, payment_method: method.id };
}

/** A payment of ten dollars on its way. */
async function paid(name) {
  const { customer, payment_method } = await payer(name);
  return stripe.paymentIntents.create({
    amount: 1000,
    currency: "usd",
    customer,
    payment_method,
    payment_method_types: ["us_bank_account"],
    confirm: true,
    mandate_data,
  });
}

const advance = (days) => stripe.rawRequest("POST", `${HELPERS}/clock/advance`, { seconds: days * DAY });

/** The object of the next event of this kind for which `fits` says so. */
async function told(kind, fits) {
  for (;;) {
    const { body, signature } = await hook.next();
    const event = stripe.webhooks.constructEvent(body, signature, endpoint.secret);
    if (event.type === kind && fits(event.data.object)) return event.data.object;
  }
}

test("a linked account pays: attach, intent, confirm, settle, webhook", async () => {
  const { customer, account, payment_method } = await payer("Success");
  const attached = await told("payment_method.attached", (method) => method.id === payment_method);
  assert.equal(attached.us_bank_account.financial_connections_account, account);
  const [listed] = (await stripe.customers.listPaymentMethods(customer)).data;
  assert.equal(listed.id, payment_method);
  assert.equal((await stripe.customers.retrievePaymentMethod(customer, payment_method)).customer, customer);

  const made = await stripe.paymentIntents.create(
    { amount: 1000, currency: "usd", customer, payment_method, metadata: { order: "7" } },
    { idempotencyKey: "order-7" },
  );
  assert.equal(made.status, "requires_confirmation");
  const sent = await stripe.paymentIntents.confirm(made.id, { mandate_data });
  assert.equal(sent.status, "processing");
  await advance(3);
  assert.equal((await stripe.paymentIntents.retrieve(made.id)).status, "processing");
  await advance(3);
  const settled = await told("payment_intent.succeeded", (intent) => intent.id === made.id);
  assert.deepEqual([settled.status, settled.amount_received, settled.metadata.order], ["succeeded", 1000, "7"]);
  const read = await stripe.paymentIntents.retrieve(made.id, { expand: ["latest_charge", "payment_method"] });
  assert.equal(read.payment_method.us_bank_account.last4, attached.us_bank_account.last4);
  assert.equal(read.latest_charge.payment_method_details.us_bank_account.routing_number, "110000000");
  const { mandate } = read.latest_charge.payment_method_details.us_bank_account;
  assert.equal((await stripe.mandates.retrieve(mandate)).customer_acceptance.online.ip_address, "127.0.0.1");
  const charge = await stripe.charges.retrieve(read.latest_charge.id);
  assert.deepEqual([charge.status, charge.paid], ["succeeded", true]);
  const charges = await stripe.charges.list({ payment_intent: made.id });
  assert.deepEqual(charges.data.map(({ id, customer }) => [id, customer]), [[charge.id, customer]]);
  const method = await stripe.paymentMethods.retrieve(payment_method);
  assert.deepEqual([method.customer, { ...method.us_bank_account }], [customer, { ...attached.us_bank_account }]);
});

for (const [name, code, network] of [
  ["Insufficient Funds", "insufficient_funds", "R01"],
  ["Debit Not Authorized", "debit_not_authorized", "R10"],
  ["Weekly Payment Volume Exceeded", "charge_exceeds_source_limit", undefined],
]) {
  test(`${name} fails with ${code}`, async () => {
    const sent = await paid(name);
    assert.equal(sent.status, "processing");
    if (network) await advance(4);
    const failed = await told("payment_intent.payment_failed", (intent) => intent.id === sent.id);
    assert.equal(failed.status, "requires_payment_method");
    const { last_payment_error: error } = failed;
    assert.deepEqual([error.code, error.network_decline_code], [code, network]);
    assert.equal(error.payment_method.id, sent.payment_method);
  });
}

test("Success (Later Disputed) succeeds and is disputed", async () => {
  const sent = await paid("Success (Later Disputed)");
  await advance(6);
  await told("payment_intent.succeeded", (intent) => intent.id === sent.id);
  await advance(8);
  const dispute = await told("charge.dispute.created", (one) => one.payment_intent === sent.id);
  assert.deepEqual([dispute.status, dispute.charge], ["lost", sent.latest_charge]);
  assert.equal((await stripe.disputes.retrieve(dispute.id)).amount, 1000);
});

test("Payment Processes Indefinitely stays in processing", async () => {
  const sent = await paid("Payment Processes Indefinitely");
  const after = await paid("Success");
  await advance(30);
  await told("payment_intent.succeeded", (intent) => intent.id === after.id);
  assert.equal((await stripe.paymentIntents.retrieve(sent.id)).status, "processing");
});

test("accounts that cannot pay are refused with their codes", async () => {
  const create = (account) =>
    stripe.paymentMethods.create({
      type: "us_bank_account",
      us_bank_account: { financial_connections_account: account },
      billing_details: { name: "Maya" },
    });
  const { account: inactive } = await linked("Failure");
  await assert.rejects(create(inactive), { code: "financial_connections_account_inactive" });
  const { account: narrow } = await linked("Success", ["balances"]);
  await assert.rejects(create(narrow), { code: "financial_connections_permission_missing" });
});

test("numbers that were typed in pay too, and payments are changed, cancelled, listed", async () => {
  const { id: customer } = await stripe.customers.create({});
  const method = await stripe.paymentMethods.create({
    type: "us_bank_account",
    us_bank_account: {
      routing_number: "110000000",
      account_number: "000111111113",
      account_holder_type: "company",
      account_type: "savings",
    },
    billing_details: { name: "Rocket Rides", address: { city: "Salem" } },
  });
  assert.equal(method.us_bank_account.last4, "1113");
  const updated = await stripe.paymentMethods.update(method.id, { billing_details: { email: "a@b.example" } });
  assert.deepEqual([updated.billing_details.email, updated.billing_details.address.city], ["a@b.example", "Salem"]);
  const sent = await stripe.paymentIntents.create({
    amount: 1000,
    currency: "usd",
    customer,
    payment_method: method.id,
    confirm: true,
    mandate_data: { customer_acceptance: { type: "offline", offline: {} } },
  });
  await advance(4);
  const failed = await told("payment_intent.payment_failed", (intent) => intent.id === sent.id);
  assert.equal(failed.last_payment_error.code, "account_closed");

  const changed = await stripe.paymentIntents.update(sent.id, { amount: 2000, description: "again" });
  assert.deepEqual([changed.amount, changed.status], [2000, "requires_payment_method"]);
  const cancelled = await stripe.paymentIntents.cancel(sent.id, { cancellation_reason: "abandoned" });
  assert.equal(cancelled.status, "canceled");
  await assert.rejects(stripe.paymentIntents.confirm(sent.id, { mandate_data }), {
    code: "payment_intent_unexpected_state",
  });
  const intents = await stripe.paymentIntents.list({ customer }).autoPagingToArray({ limit: 10 });
  assert.deepEqual(intents.map((intent) => intent.id), [sent.id]);
  await stripe.paymentMethods.attach(method.id, { customer });
  assert.equal((await stripe.paymentMethods.detach(method.id)).customer, null);
  assert.deepEqual((await stripe.paymentMethods.list({ customer, type: "us_bank_account" })).data, []);
});
