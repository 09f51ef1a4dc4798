// Links two accounts without a browser, reads them, and verifies the webhook that tells of one.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';

const { hostname, port } = new URL(process.env.LINKSPAN_API ?? 'http://127.0.0.1:4300');
const stripe = new Stripe(process.env.LINKSPAN_SECRET_KEY, {
  host: hostname, port, protocol: 'http', telemetry: false,
});

// Where webhooks come in.
const receiver = createServer().listen(0, '127.0.0.1');
await once(receiver, 'listening');
const endpoint = await stripe.webhookEndpoints.create({
  url: `http://127.0.0.1:${receiver.address().port}/webhook`,
  enabled_events: ['financial_connections.account.created'],
});
const delivered = once(receiver, 'request');

// Whose accounts are linked, and what is asked for. A page would get session.client_secret now.
const customer = await stripe.customers.create({ name: 'Maya Lind', email: 'maya@lind.example' });
const session = await stripe.financialConnections.sessions.create({
  account_holder: { type: 'customer', customer: customer.id },
  permissions: ['balances', 'transactions'],
});

// What the person would do in the flow, by a test helper.
await stripe.rawRequest('POST', `/v1/test_helpers/financial_connections/sessions/${session.id}/link`, {
  institution: 'Test (OAuth)',
  accounts: ['Success', 'High Balance'],
});

// Every page of the list, one account after the other.
const list = stripe.financialConnections.accounts.list({ account_holder: { customer: customer.id } });
for await (const account of list) {
  console.log(`${account.institution_name}: ${account.display_name}, ****${account.last4}, ${account.status}`);
}

// Only what was signed with the endpoint's secret is believed.
const [request, response] = await delivered;
const event = stripe.webhooks.constructEvent(
  await text(request), request.headers['stripe-signature'], endpoint.secret,
);
response.end();
console.log(`verified: ${event.type}`);

await stripe.webhookEndpoints.del(endpoint.id);
receiver.close();
receiver.closeAllConnections();
