"""Sessions and the accounts that they link."""

from urllib.parse import urlsplit

import pytest
import requests
import stripe
from conftest import HELPERS


def test_a_session_is_created_with_all_its_parameters_and_read_again(client, merchant):
    customer = client.v1.customers.create({"name": "Maya Rao"})
    session = merchant.session(
        customer.id,
        prefetch=["balances", "transactions"],
        filters={
            "account_subcategories": ["checking", "savings"],
            "country": "US",
            "require_payment_method_support": "all",
        },
        limits={"accounts": 3},
        manual_entry={"mode": "automatic"},
        return_url="https://shop.example/done",
        expand=["account_holder.customer"],
    )
    assert session.client_secret.startswith("fcsess_client_secret_")
    assert (session.status, session.status_details.to_dict()) == ("pending", {})
    assert session.account_holder.customer.name == "Maya Rao"
    assert session.limits.accounts == 3
    assert session.filters.account_subcategories == ["checking", "savings"]
    assert session.prefetch == ["balances", "transactions"]
    read = client.v1.financial_connections.sessions.retrieve(session.id)
    assert read.client_secret == session.client_secret
    assert read.account_holder.customer == customer.id


def test_accounts_are_listed_paged_read_expanded_and_disconnected(client, merchant):
    customer = client.v1.customers.create({"name": "Maya Rao"})
    names = ["Success", "High Balance", "Very High Balance", "Insufficient Funds", "Debit Not Authorized"]
    ended = merchant.link(merchant.session(customer.id), *names)
    assert (ended.status, ended.client_secret) == ("succeeded", None)
    linked = sorted(account.id for account in ended.accounts.data)
    assert len(linked) == 5

    accounts = client.v1.financial_connections.accounts
    pages = accounts.list({"account_holder": {"customer": customer.id}, "limit": 2})
    down = [account.id for account in pages.auto_paging_iter()]
    assert sorted(down) == linked
    up = accounts.list({"account_holder": {"customer": customer.id}, "limit": 2, "ending_before": down[-1]})
    assert [account.id for account in up.auto_paging_iter()] == down[-2::-1]
    assert len(accounts.list({"session": ended.id}).data) == 5

    account = accounts.retrieve(linked[0], {"expand": ["account_holder.customer"]})
    assert account.account_holder.customer.name == "Maya Rao"
    assert account.institution_name == "Test (Non-OAuth)"
    listed = accounts.list({"session": ended.id, "expand": ["data.account_holder.customer"]})
    assert all(row.account_holder.customer.name == "Maya Rao" for row in listed.data)
    assert accounts.disconnect(linked[0]).status == "disconnected"


@pytest.mark.parametrize("institution", ["Test (OAuth)", "Bank (OAuth)", "Bank (Non-OAuth)"])
def test_any_bank_links_without_a_browser(merchant, institution):
    ended = merchant.link(merchant.session(), "Success", institution=institution)
    assert [account.institution_name for account in ended.accounts.data] == [institution]


def test_a_session_is_expired_by_the_test_helper(client, merchant):
    session = merchant.session()
    assert merchant.raw("post", f"{HELPERS}/sessions/{session.id}/expire").client_secret is None
    read = client.v1.financial_connections.sessions.retrieve(session.id)
    assert read.status == "cancelled"
    assert read.status_details.to_dict() == {"cancelled": {"reason": "other"}}


def test_a_hosted_session_has_an_address_while_it_is_open(server, client, merchant):
    session = merchant.session(ui_mode="hosted", hosted={"return_url": "https://shop.example/done"})
    assert (session.ui_mode, session.hosted.return_url) == ("hosted", "https://shop.example/done")
    assert session.url.startswith(f"{server.flow}/link/")
    opened = requests.get(session.url, allow_redirects=False, timeout=30)
    assert urlsplit(opened.headers["Location"]).path == "/link"
    merchant.link(session, "Success")
    ended = client.v1.financial_connections.sessions.retrieve(session.id)
    assert ended.status == "succeeded"
    assert "url" not in ended


def test_a_session_that_names_a_bank_keeps_it(client, merchant):
    bank = merchant.raw("get", "/v1/financial_connections/institutions", limit=1).data[0]
    session = merchant.session(filters={"institution": bank.id})
    assert client.v1.financial_connections.sessions.retrieve(session.id).filters.institution == bank.id
    with pytest.raises(stripe.InvalidRequestError) as raised:
        merchant.session(filters={"institution": "bcinst_none"})
    assert (raised.value.code, raised.value.param) == ("resource_missing", "filters[institution]")


def test_events_are_listed_by_type_paged_and_read(client, merchant):
    ended = merchant.link(merchant.session(), "Success", "High Balance", "Very High Balance")
    kind = "financial_connections.account.created"
    events = list(client.v1.events.list({"type": kind, "limit": 2}).auto_paging_iter())
    told = {event.data.object.id for event in events}
    assert {account.id for account in ended.accounts.data} <= told
    event = client.v1.events.retrieve(events[0].id)
    assert (event.type, event.data.object.object) == (kind, "financial_connections.account")
