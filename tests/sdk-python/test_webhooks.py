"""Webhooks, received by a real listener and verified by the SDK."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread

import pytest
import stripe

PATIENCE = 60


class Receiver:
    """Answers these statuses, the last one again and again, and keeps what came."""

    def __init__(self, *statuses):
        self.posted = Queue()
        waiting = list(statuses)
        posted = self.posted

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(waiting.pop(0) if len(waiting) > 1 else waiting[0])
                self.end_headers()
                posted.put((body, self.headers["Stripe-Signature"]))

            def log_message(self, *args):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.http.server_port}/hook"

    def next(self):
        return self.posted.get(timeout=PATIENCE)


@pytest.fixture
def receiver():
    made = []

    def make(*statuses):
        made.append(Receiver(*statuses))
        return made[-1]

    yield make
    for one in made:
        one.http.shutdown()
        one.http.server_close()


def test_webhook_endpoints_are_created_read_changed_listed_and_deleted(client):
    endpoints = client.v1.webhook_endpoints
    endpoint = endpoints.create(
        {
            "url": "https://shop.example/hook",
            "enabled_events": ["financial_connections.account.created"],
            "description": "books",
            "metadata": {"team": "ledger"},
        }
    )
    assert endpoint.secret.startswith("whsec_")
    assert "secret" not in endpoints.retrieve(endpoint.id)
    changed = endpoints.update(endpoint.id, {"enabled_events": ["*"], "disabled": True})
    assert (changed.status, changed.enabled_events, changed.metadata.team) == ("disabled", ["*"], "ledger")
    assert [row.id for row in endpoints.list()] == [endpoint.id]
    assert endpoints.delete(endpoint.id).deleted is True


def test_a_delivered_webhook_is_verified_and_a_forged_one_is_not(client, merchant, receiver):
    hook = receiver(200)
    endpoint = client.v1.webhook_endpoints.create({"url": hook.url, "enabled_events": ["*"]})
    ended = merchant.link(merchant.session(permissions=["balances"]), "Success", "High Balance")
    seen = set()
    for _ in range(2):
        body, signature = hook.next()
        event = client.construct_event(body, signature, endpoint.secret)
        assert event.type == "financial_connections.account.created"
        seen.add(event.data.object.id)
        for forged in [(body.replace(b"active", b"actiwe"), endpoint.secret), (body, "whsec_other")]:
            with pytest.raises(stripe.SignatureVerificationError):
                client.construct_event(forged[0], signature, forged[1])
    assert seen == {account.id for account in ended.accounts.data}
    client.v1.webhook_endpoints.delete(endpoint.id)


def test_a_refused_webhook_comes_again_with_a_signature_of_its_own(client, merchant, receiver):
    hook = receiver(500, 200)
    endpoint = client.v1.webhook_endpoints.create({"url": hook.url, "enabled_events": ["*"]})
    merchant.link(merchant.session(permissions=["balances"]), "Success")
    (first, before), (second, after) = hook.next(), hook.next()
    assert first == second
    assert before != after
    assert client.construct_event(second, after, endpoint.secret).id == client.construct_event(
        first, before, endpoint.secret
    ).id
    client.v1.webhook_endpoints.delete(endpoint.id)
