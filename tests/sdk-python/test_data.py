"""Data of linked accounts: balances, owners, transactions, subscriptions, and the helpers that change them."""

import pytest
import stripe
from conftest import HELPERS
from receiver import Receiver


@pytest.fixture(scope="module")
def hook(client):
    """A listener that every event of this file is delivered to."""
    listening = Receiver(200)
    endpoint = client.v1.webhook_endpoints.create({"url": listening.url, "enabled_events": ["*"]})

    def until(kind, of):
        kind = f"financial_connections.account.{kind}"
        return listening.until(kind, of, client, endpoint.secret).data.object

    yield until
    listening.close()


@pytest.fixture
def account(merchant):
    return merchant.link(merchant.session(), "Success").accounts.data[0]


def helper(client, method, path, **params):
    response = client.raw_request(method, path, **params)
    return client.deserialize(response, api_mode="V1")


def test_a_balance_is_refreshed_and_told(client, account, hook):
    accounts = client.v1.financial_connections.accounts
    begun = accounts.refresh(account.id, {"features": ["balance"]})
    assert begun.balance_refresh.status in ("pending", "succeeded")
    told = hook("refreshed_balance", account.id)
    assert told.balance_refresh.status == "succeeded"
    read = accounts.retrieve(account.id)
    assert read.balance.current.usd == told.balance.current.usd
    assert read.balance_refresh.next_refresh_available_at > read.balance_refresh.last_attempted_at


def test_owners_are_read_by_their_ownership_and_expanded(client, account, hook):
    accounts = client.v1.financial_connections.accounts
    accounts.refresh(account.id, {"features": ["ownership"]})
    ownership = hook("refreshed_ownership", account.id).ownership
    assert ownership.startswith("fcaowns_")
    owners = list(accounts.owners.list(account.id, {"ownership": ownership, "limit": 1}).auto_paging_iter())
    assert owners and all(owner.ownership == ownership and owner.name for owner in owners)
    expanded = accounts.retrieve(account.id, {"expand": ["ownership"]})
    assert expanded.ownership.owners.data[0].name == owners[0].name


def test_transactions_are_subscribed_listed_paged_filtered_and_read(client, account, hook):
    connections = client.v1.financial_connections
    with pytest.raises(stripe.InvalidRequestError) as raised:
        connections.transactions.list({"account": account.id})
    assert raised.value.code == "financial_connections_no_successful_transaction_refresh"

    begun = connections.accounts.subscribe(account.id, {"features": ["transactions"]})
    assert begun.subscriptions == ["transactions"]
    refresh = hook("refreshed_transactions", account.id).transaction_refresh
    assert refresh.status == "succeeded"

    rows = list(connections.transactions.list({"account": account.id, "limit": 50}).auto_paging_iter())
    assert len(rows) > 50
    assert {row.status for row in rows} <= {"pending", "posted", "void"}
    back = connections.transactions.list({"account": account.id, "limit": 2, "ending_before": rows[6].id})
    assert [row.id for row in back.auto_paging_iter()] == [row.id for row in rows[5::-1]]
    one = connections.transactions.retrieve(rows[0].id)
    assert one.to_dict() == rows[0].to_dict()
    since = rows[10].transacted_at
    recent = connections.transactions.list({"account": account.id, "transacted_at": {"gte": since}, "limit": 100})
    assert [row.id for row in recent.data] == [row.id for row in rows if row.transacted_at >= since]
    nothing = connections.transactions.list(
        {"account": account.id, "transaction_refresh": {"after": refresh.id}, "limit": 1}
    )
    assert nothing.data == []
    assert connections.accounts.unsubscribe(account.id, {"features": ["transactions"]}).subscriptions == []


def test_a_feature_without_its_permission_is_refused(client, merchant):
    linked = merchant.link(merchant.session(permissions=["balances"]), "Success").accounts.data[0]
    with pytest.raises(stripe.InvalidRequestError) as raised:
        client.v1.financial_connections.accounts.refresh(linked.id, {"features": ["ownership"]})
    assert (raised.value.code, raised.value.param) == ("financial_connections_permission_missing", "features")


def test_an_inactive_account_is_refused_and_linking_again_repairs_it(client, merchant, hook):
    customer = client.v1.customers.create({})
    linked = merchant.link(merchant.session(customer.id), "Success").accounts.data[0]
    helper(client, "post", f"{HELPERS}/accounts/{linked.id}/deactivate")
    assert hook("deactivated", linked.id).status == "inactive"
    with pytest.raises(stripe.InvalidRequestError) as raised:
        client.v1.financial_connections.accounts.refresh(linked.id, {"features": ["balance"]})
    assert raised.value.code == "financial_connections_account_inactive"
    again = merchant.link(merchant.session(customer.id), "Success").accounts.data[0]
    assert (again.id, again.status) == (linked.id, "active")
    assert hook("reactivated", linked.id).status == "active"


def test_what_an_account_can_pay_with_is_told(client, account, hook):
    helper(client, "post", f"{HELPERS}/accounts/{account.id}/suspend_payments")
    assert hook("supported_payment_method_types_updated", account.id).supported_payment_method_types == []


def test_a_refresh_that_is_told_to_fail_fails(client, account, hook):
    helper(client, "post", f"{HELPERS}/accounts/{account.id}/fail_next_refresh")
    client.v1.financial_connections.accounts.refresh(account.id, {"features": ["balance"]})
    assert hook("refreshed_balance", account.id).balance_refresh.status == "failed"


def test_institutions_and_authorizations_are_read(client, account):
    path = "/v1/financial_connections/institutions"
    pages = helper(client, "get", path, limit=50)
    names = [bank.name for bank in pages.auto_paging_iter()]
    assert "Test (OAuth)" in names and len(names) > 50
    bank = helper(client, "get", f"{path}/{pages.data[0].id}")
    assert bank.features.balances.supported in (True, False)
    authorization = helper(client, "get", f"/v1/financial_connections/authorizations/{account.authorization}")
    assert (authorization.status, authorization.institution_name) == ("active", account.institution_name)
    for state in ("down", "up"):
        told = helper(client, "post", f"{HELPERS}/institutions/{bank.id}/{state}")
        assert (told.status == "inactive") == (state == "down")


def test_a_day_later_a_balance_can_be_refreshed_again(client, account, hook):
    accounts = client.v1.financial_connections.accounts
    accounts.refresh(account.id, {"features": ["balance"]})
    first = hook("refreshed_balance", account.id).balance_refresh
    # Not initiated before its time: the answer shows the last one.
    early = accounts.refresh(account.id, {"features": ["balance"]}).balance_refresh
    assert early.last_attempted_at == first.last_attempted_at
    assert helper(client, "post", f"{HELPERS}/clock/advance", seconds=86_400).offset_seconds == 86_400
    assert helper(client, "get", f"{HELPERS}/clock").offset_seconds == 86_400
    accounts.refresh(account.id, {"features": ["balance"]})
    later = hook("refreshed_balance", account.id).balance_refresh
    assert later.last_attempted_at >= first.last_attempted_at + 86_400
