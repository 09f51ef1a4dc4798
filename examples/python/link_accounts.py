# Links two accounts without a browser, reads them, and verifies the webhook that tells of one.
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from threading import Thread

import stripe

client = stripe.StripeClient(
    os.environ["LINKSPAN_SECRET_KEY"],
    base_addresses={"api": os.environ.get("LINKSPAN_API", "http://127.0.0.1:4300")},
)
delivered = Queue()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        delivered.put((body, self.headers["Stripe-Signature"]))

    def log_message(self, *args):
        pass


# Where webhooks come in.
receiver = HTTPServer(("127.0.0.1", 0), Receiver)
Thread(target=receiver.serve_forever, daemon=True).start()
endpoint = client.v1.webhook_endpoints.create({
    "url": f"http://127.0.0.1:{receiver.server_port}/webhook",
    "enabled_events": ["financial_connections.account.created"],
})

# Whose accounts are linked, and what is asked for. A page would get session.client_secret now.
customer = client.v1.customers.create({"name": "Maya Lind", "email": "maya@lind.example"})
session = client.v1.financial_connections.sessions.create({
    "account_holder": {"type": "customer", "customer": customer.id},
    "permissions": ["balances", "transactions"],
})

# What the person would do in the flow, by a test helper.
client.raw_request(
    "post",
    f"/v1/test_helpers/financial_connections/sessions/{session.id}/link",
    institution="Test (OAuth)",
    accounts=["Success", "High Balance"],
)

# Every page of the list, one account after the other.
accounts = client.v1.financial_connections.accounts.list({"account_holder": {"customer": customer.id}})
for account in accounts.auto_paging_iter():
    print(f"{account.institution_name}: {account.display_name}, ****{account.last4}, {account.status}")

# Only what was signed with the endpoint's secret is believed.
body, signature = delivered.get(timeout=30)
event = client.construct_event(body, signature, endpoint.secret)
print(f"verified: {event.type}")

client.v1.webhook_endpoints.delete(endpoint.id)
receiver.shutdown()
