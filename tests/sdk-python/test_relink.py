"""Sessions that repair an access which stopped working."""

import pytest
import stripe
from conftest import HELPERS


@pytest.fixture
def holder(client):
    return client.v1.customers.create({"name": "Maya Rao"}).id


@pytest.fixture
def account(merchant, holder):
    """One of two accounts of one access."""
    both = merchant.link(merchant.session(holder), "Success", "High Balance").accounts.data
    return next(account for account in both if account.display_name == "Success")


def test_an_access_is_repaired_with_the_same_ids(client, merchant, holder, account):
    connections = client.v1.financial_connections
    merchant.raw("post", f"{HELPERS}/accounts/{account.id}/deactivate")
    options = {"authorization": account.authorization, "account": account.id}

    other = merchant.session(holder, relink_options=options)
    assert other.relink_options.to_dict() == options
    assert "relink_result" not in other
    merchant.link(other, "High Balance")
    missed = connections.sessions.retrieve(other.id).relink_result.to_dict()
    assert missed == {"authorization": account.authorization, "failure_reason": "no_account"}
    assert connections.accounts.retrieve(account.id).status == "inactive"

    session = merchant.session(holder, relink_options=options)
    merchant.link(session, "Success")
    repaired = connections.sessions.retrieve(session.id)
    assert repaired.relink_result.to_dict() == options
    assert [(row.id, row.status) for row in repaired.accounts.data] == [(account.id, "active")]


def test_an_access_of_somebody_else_is_not_found(client, merchant, account):
    stranger = client.v1.customers.create({}).id
    with pytest.raises(stripe.InvalidRequestError) as raised:
        merchant.session(stranger, relink_options={"authorization": account.authorization})
    assert (raised.value.code, raised.value.param) == ("resource_missing", "relink_options[authorization]")
