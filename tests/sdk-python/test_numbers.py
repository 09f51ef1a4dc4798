"""Numbers of accounts: typed in and confirmed by small amounts, and given as a token for payouts."""

import time

import pytest
import stripe
from flow import Person


def reaches(client, account, status):
    """Waits until the account's number has this status."""
    for _ in range(2400):
        numbers = client.v1.financial_connections.accounts.retrieve(account).to_dict().get("account_numbers")
        if numbers and numbers[0]["status"] == status:
            return
        time.sleep(0.025)
    pytest.fail(f"the number of {account} is not {status}")


def test_numbers_that_were_typed_in_are_confirmed_by_what_was_paid_in(server, client, merchant):
    session = merchant.session(permissions=["payment_method"], manual_entry={"mode": "automatic"})
    person = Person(server, session)
    person.agrees()
    account = person.types_numbers_in()
    reaches(client, account, "pending")
    path = f"/v1/financial_connections/accounts/{account}/verify_microdeposits"
    with pytest.raises(stripe.InvalidRequestError) as raised:
        merchant.raw("post", path, amounts=[1, 2])
    mismatch = "payment_method_microdeposit_verification_amounts_mismatch"
    assert (raised.value.code, raised.value.param) == (mismatch, "amounts")
    assert merchant.raw("post", path, descriptor_code="SM11AA").id == account
    reaches(client, account, "transactable")


def test_a_session_for_payouts_gives_a_token_which_is_read_again(server, client, merchant):
    holder = {"type": "account", "account": server.command("merchants", "list")[0]["id"]}
    session = merchant.session(account_holder=holder, permissions=["payment_method"])
    merchant.link(session, "Success")
    sessions = client.v1.financial_connections.sessions
    assert "bank_account_token" not in sessions.retrieve(session.id)
    given = Person(server, session).token()
    read = client.v1.tokens.retrieve(given["id"])
    assert (read.type, read.bank_account.object, read.used) == ("bank_account", "bank_account", False)
    assert read.to_dict() == given
    assert sessions.retrieve(session.id).bank_account_token.to_dict() == given
