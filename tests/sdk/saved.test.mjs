// What the sandbox would have sent to a person, as its test helper shows it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { save } from "./flow.mjs";
import { startServer } from "./server.mjs";

let server, stripe;
before(async () => {
  server = await startServer();
  stripe = server.stripe;
});
after(() => server.stop());

test("the code for saved accounts is in the inbox of whom it went to, and of nobody else", async () => {
  const { id: customer } = await stripe.customers.create({ name: "Maya Rao" });
  const session = await stripe.financialConnections.sessions.create({
    account_holder: { type: "customer", customer },
    permissions: ["balances"],
  });
  await save(server, session, "maya@mail.example");
  const inbox = (recipient) =>
    stripe.rawRequest("GET", `/v1/test_helpers/financial_connections/inbox?${new URLSearchParams({ recipient })}`);
  const [message, ...more] = (await inbox("maya@mail.example")).data;
  assert.deepEqual([message.channel, message.recipient, more], ["email", "maya@mail.example", []]);
  assert.match(message.body, /\b\d{6}\b/);
  assert.deepEqual((await inbox("somebody@mail.example")).data, []);
});
