import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import Stripe from "stripe";
import { client, startServer } from "./server.mjs";

let server, stripe;
before(async () => {
  server = await startServer();
  stripe = server.stripe;
});
after(() => server.stop());

test("a customer is created, read, changed and deleted", async () => {
  const created = await stripe.customers.create({
    name: "Maya Rao",
    email: "maya@example.test",
    metadata: { order: "17", "with space": "é & =" },
  });
  assert.match(created.id, /^cus_/);
  assert.deepEqual(created.metadata, { order: "17", "with space": "é & =" });
  assert.deepEqual({ ...(await stripe.customers.retrieve(created.id)) }, { ...created });

  const changed = await stripe.customers.update(created.id, { description: "second", metadata: { order: "" } });
  assert.equal(changed.description, "second");
  assert.deepEqual(changed.metadata, { "with space": "é & =" });

  const gone = await stripe.customers.del(created.id);
  assert.equal(gone.deleted, true);
  assert.equal((await stripe.customers.retrieve(created.id)).deleted, true);
});

test("lists are paged through by the SDK in both directions", async () => {
  const ids = [];
  for (let n = 0; n < 7; n++) ids.unshift((await stripe.customers.create({ name: `Paged ${n}` })).id);
  const down = await stripe.customers.list({ limit: 3 }).autoPagingToArray({ limit: 100 });
  assert.deepEqual(down.map((row) => row.id), ids);
  const up = await stripe.customers
    .list({ limit: 3, ending_before: ids.at(-1) })
    .autoPagingToArray({ limit: 100 });
  assert.deepEqual(up.map((row) => row.id), ids.slice(0, -1).reverse());
});

test("the same idempotency key makes one customer", async () => {
  const once = () => stripe.customers.create({ name: "Once" }, { idempotencyKey: "one-and-only" });
  const [first, second] = [await once(), await once()];
  assert.equal(first.id, second.id);
  assert.equal(second.lastResponse.headers["idempotent-replayed"], "true");
});

test("a lost answer is asked for again, and nothing is done twice", async () => {
  const keys = [];
  const lossy = async (url, request) => {
    keys.push(new Headers(request.headers).get("idempotency-key"));
    const answer = await fetch(url, request);
    if (keys.length === 1) throw new Error("the answer was lost");
    return answer;
  };
  const httpClient = Stripe.createFetchHttpClient(lossy);
  const unlucky = client(server.api, server.secret_key, { httpClient, maxNetworkRetries: 2 });
  const email = "retried@example.test";
  const created = await unlucky.customers.create({ email });
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  assert.deepEqual((await stripe.customers.list({ email })).data.map((row) => row.id), [created.id]);
});

test("every answer has its request id", async () => {
  const customer = await stripe.customers.create({});
  assert.match(customer.lastResponse.requestId, /^req_/);
});
