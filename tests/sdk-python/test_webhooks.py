"""Webhooks, received by a real listener and verified by the SDK."""

import pytest
import stripe


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
