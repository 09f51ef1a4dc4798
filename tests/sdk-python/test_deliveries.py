"""What a merchant sees and does of deliveries: attempts, sending again, rolled secrets, what an update changed."""

import time

import pytest
import stripe

CREATED = "financial_connections.account.created"


@pytest.fixture
def listening(client, receiver):
    """Makes listeners that answer given statuses and are told of given events, until the test is over."""
    made = []

    def make(events, *statuses):
        hook = receiver(*statuses)
        made.append(client.v1.webhook_endpoints.create({"url": hook.url, "enabled_events": events}))
        return hook, made[-1]

    yield make
    for endpoint in made:
        client.v1.webhook_endpoints.delete(endpoint.id)


def raw(client, method, path, **params):
    return client.deserialize(client.raw_request(method, path, **params), api_mode="V1")


def attempts(client, endpoint, wanted):
    """The attempts at an endpoint, newest first, once there are this many: they are kept behind the answer."""
    for _ in range(2400):
        rows = raw(client, "get", f"/v1/webhook_endpoints/{endpoint.id}/attempts").data
        if len(rows) >= wanted:
            return rows
        time.sleep(0.025)
    pytest.fail("the attempts were never kept")


def test_attempts_are_listed_and_an_event_is_sent_again_under_its_id(client, merchant, listening):
    hook, endpoint = listening([CREATED], 500, 200)
    merchant.link(merchant.session(permissions=["balances"]), "Success")
    (first, signature), (second, _) = hook.next(), hook.next()
    event = client.construct_event(first, signature, endpoint.secret)
    shown = [(row.event, row.number, row.http_status, row.status) for row in attempts(client, endpoint, 2)]
    assert shown == [(event.id, 2, 200, "succeeded"), (event.id, 1, 500, "failed")]
    resent = raw(client, "post", f"/v1/events/{event.id}/resend", webhook_endpoint=endpoint.id)
    assert resent.id == event.id
    third, signature = hook.next()
    assert third == second
    assert client.construct_event(third, signature, endpoint.secret).id == event.id
    assert len(attempts(client, endpoint, 3)) == 3


def test_both_secrets_verify_during_the_overlap_then_the_new_one_alone(client, merchant, listening):
    hook, endpoint = listening([CREATED], 200)
    roll = f"/v1/webhook_endpoints/{endpoint.id}/roll_secret"
    old, new = endpoint.secret, raw(client, "post", roll, expires_in=3600).secret
    merchant.link(merchant.session(permissions=["balances"]), "Success")
    body, signature = hook.next()
    assert signature.count("v1=") == 2
    for good in (old, new):
        client.construct_event(body, signature, good)

    last = raw(client, "post", roll).secret
    merchant.link(merchant.session(permissions=["balances"]), "Success")
    body, signature = hook.next()
    client.construct_event(body, signature, last)
    for bad in (old, new):
        with pytest.raises(stripe.SignatureVerificationError):
            client.construct_event(body, signature, bad)


def test_an_update_says_what_was_before(client, merchant, listening):
    hook, endpoint = listening(["payment_method.updated"], 200)
    account = merchant.link(merchant.session(permissions=["payment_method"]), "Success").accounts.data[0]
    method = client.v1.payment_methods.create(
        {
            "type": "us_bank_account",
            "us_bank_account": {"financial_connections_account": account.id},
            "billing_details": {"name": "Maya"},
            "metadata": {"books": "a", "kept": "yes"},
        }
    )
    changed = {"billing_details": {"name": "Maya Rao"}, "metadata": {"books": "b"}}
    client.v1.payment_methods.update(method.id, changed)
    event = hook.until("payment_method.updated", method.id, client, endpoint.secret)
    before = event.data.previous_attributes.to_dict()
    assert before == {"billing_details": {"name": "Maya"}, "metadata": {"books": "a"}}
