"""Payments with linked accounts: payment methods, intents and what becomes of them."""

import pytest
import stripe
from conftest import HELPERS
from receiver import Receiver

DAY = 86_400
MANDATE = {
    "customer_acceptance": {"type": "online", "online": {"ip_address": "127.0.0.1", "user_agent": "Browser/1"}}
}


@pytest.fixture(scope="module")
def hook(client):
    """A listener that every event about payments is delivered to."""
    listening = Receiver(200)
    events = ["charge.dispute.created", "payment_intent.succeeded", "payment_intent.payment_failed"]
    endpoint = client.v1.webhook_endpoints.create({"url": listening.url, "enabled_events": events})

    def until(kind, of, named="id"):
        return listening.until(kind, of, client, endpoint.secret, named).data.object

    yield until
    listening.close()


def advance(client, days):
    client.raw_request("post", f"{HELPERS}/clock/advance", seconds=days * DAY)


def paid(client, merchant, name):
    """A payment of ten dollars on its way, from an account of this name."""
    customer = client.v1.customers.create({}).id
    session = merchant.session(customer, permissions=["payment_method"])
    account = merchant.link(session, name).accounts.data[0]
    method = client.v1.payment_methods.create(
        {
            "type": "us_bank_account",
            "us_bank_account": {"financial_connections_account": account.id},
            "billing_details": {"name": "Maya"},
        }
    )
    assert client.v1.payment_methods.attach(method.id, {"customer": customer}).customer == customer
    assert client.v1.customers.payment_methods.list(customer).data[0].id == method.id
    return client.v1.payment_intents.create(
        {
            "amount": 1000,
            "currency": "usd",
            "customer": customer,
            "payment_method": method.id,
            "payment_method_types": ["us_bank_account"],
            "confirm": True,
            "mandate_data": MANDATE,
        }
    )


def test_a_linked_account_pays(client, merchant, hook):
    sent = paid(client, merchant, "Success")
    assert (sent.status, sent.amount_received, sent.last_payment_error) == ("processing", 0, None)
    advance(client, 6)
    assert hook("payment_intent.succeeded", sent.id).amount_received == 1000
    read = client.v1.payment_intents.retrieve(sent.id, {"expand": ["latest_charge.payment_intent", "payment_method"]})
    assert read.latest_charge.status == "succeeded"
    assert read.payment_method.us_bank_account.fingerprint
    mandate = client.v1.mandates.retrieve(read.latest_charge.payment_method_details.us_bank_account.mandate)
    assert mandate.status == "active"
    charges = client.v1.charges.list({"payment_intent": sent.id}).data
    assert [(charge.id, charge.amount) for charge in charges] == [(read.latest_charge.id, 1000)]
    assert client.v1.charges.retrieve(charges[0].id).to_dict() == charges[0].to_dict()
    same = client.v1.customers.payment_methods.retrieve(sent.customer, sent.payment_method)
    assert same.to_dict() == client.v1.payment_methods.retrieve(sent.payment_method).to_dict()


def test_a_payment_is_disputed_later(client, merchant, hook):
    sent = paid(client, merchant, "Success (Later Disputed)")
    advance(client, 6)
    hook("payment_intent.succeeded", sent.id)
    advance(client, 8)
    dispute = hook("charge.dispute.created", sent.id, "payment_intent")
    read = client.v1.disputes.retrieve(dispute.id)
    assert (read.status, read.charge, read.amount) == ("lost", sent.latest_charge, 1000)


def test_methods_and_payments_are_changed_listed_and_detached(client):
    customer = client.v1.customers.create({}).id
    method = client.v1.payment_methods.create(
        {
            "type": "us_bank_account",
            "us_bank_account": {
                "routing_number": "110000000",
                "account_number": "000123456789",
                "account_holder_type": "company",
                "account_type": "savings",
            },
            "billing_details": {"name": "Rocket Rides", "address": {"city": "Salem"}},
        }
    )
    changed = client.v1.payment_methods.update(method.id, {"billing_details": {"email": "a@b.example"}})
    assert (changed.billing_details.email, changed.billing_details.address.city) == ("a@b.example", "Salem")
    client.v1.payment_methods.attach(method.id, {"customer": customer})
    of_customer = {"customer": customer, "type": "us_bank_account"}
    assert [row.id for row in client.v1.payment_methods.list(of_customer).data] == [method.id]

    intents = [
        client.v1.payment_intents.create(
            {"amount": 1000, "currency": "usd", "customer": customer, "payment_method": method.id}
        )
        for _ in range(3)
    ]
    updated = client.v1.payment_intents.update(intents[0].id, {"amount": 2000, "metadata": {"order": "7"}})
    assert (updated.amount, updated.metadata.order, updated.status) == (2000, "7", "requires_confirmation")
    assert client.v1.payment_intents.retrieve(intents[0].id).to_dict() == updated.to_dict()
    listed = client.v1.payment_intents.list({"customer": customer, "limit": 2}).auto_paging_iter()
    assert [row.id for row in listed] == [intent.id for intent in reversed(intents)]

    sent = client.v1.payment_intents.confirm(intents[0].id, {"mandate_data": MANDATE})
    assert (sent.status, sent.amount) == ("processing", 2000)

    assert client.v1.payment_methods.detach(method.id).customer is None
    assert client.v1.payment_methods.list(of_customer).data == []


def test_a_payment_fails_and_says_why(client, merchant, hook):
    sent = paid(client, merchant, "Insufficient Funds")
    advance(client, 4)
    failed = hook("payment_intent.payment_failed", sent.id)
    assert failed.status == "requires_payment_method"
    assert failed.last_payment_error.code == "insufficient_funds"
    assert client.v1.payment_intents.cancel(sent.id).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError) as raised:
        client.v1.payment_intents.confirm(sent.id, {"payment_method": sent.payment_method, "mandate_data": MANDATE})
    assert raised.value.code == "payment_intent_unexpected_state"
