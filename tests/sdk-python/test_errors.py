"""Every class of error that the API answers with, as the SDK sorts them."""

import pytest
import stripe


@pytest.mark.parametrize(
    ("more", "code", "param"),
    [
        ({"permissions": [""]}, "parameter_invalid_empty", "permissions"),
        ({"permissions": ["everything"]}, "parameter_invalid", "permissions"),
        ({"filters": {"countries": ["US"]}}, "parameter_unknown", "filters[countries]"),
        ({"filters": {"country": "USA"}}, "parameter_invalid", "filters[country]"),
        ({"limits": {"accounts": 0}}, "parameter_invalid_integer", "limits[accounts]"),
        ({"return_url": "javascript:alert(1)"}, "url_invalid", "return_url"),
        ({"account_holder": {"type": "customer"}}, "parameter_missing", "account_holder[customer]"),
        ({"account_holder": {"type": "moon"}}, "parameter_invalid", "account_holder[type]"),
        ({"expand": ["nothing"]}, "parameter_invalid", "expand"),
    ],
)
def test_a_wrong_parameter_is_named(merchant, more, code, param):
    with pytest.raises(stripe.InvalidRequestError) as raised:
        merchant.session(**more)
    assert (raised.value.http_status, raised.value.code, raised.value.param) == (400, code, param)
    assert raised.value.request_id.startswith("req_")


@pytest.mark.parametrize(
    "ask",
    [
        lambda v1: v1.customers.retrieve("cus_none"),
        lambda v1: v1.customers.update("cus_none", {}),
        lambda v1: v1.customers.delete("cus_none"),
        lambda v1: v1.financial_connections.sessions.retrieve("fcsess_none"),
        lambda v1: v1.financial_connections.accounts.retrieve("fca_none"),
        lambda v1: v1.financial_connections.accounts.disconnect("fca_none"),
        lambda v1: v1.events.retrieve("evt_none"),
        lambda v1: v1.webhook_endpoints.retrieve("we_none"),
        lambda v1: v1.webhook_endpoints.update("we_none", {}),
        lambda v1: v1.webhook_endpoints.delete("we_none"),
    ],
)
def test_what_is_not_there_is_an_invalid_request_of_status_404(client, ask):
    with pytest.raises(stripe.InvalidRequestError) as raised:
        ask(client.v1)
    assert (raised.value.http_status, raised.value.code, raised.value.param) == (404, "resource_missing", "id")


def test_a_cursor_that_names_nothing_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError) as raised:
        client.v1.customers.list({"starting_after": "cus_none"})
    assert (raised.value.code, raised.value.param) == ("resource_missing", "starting_after")


def test_a_wrong_key_is_an_authentication_error(server):
    with pytest.raises(stripe.AuthenticationError) as raised:
        server.client("sk_test_wrong").v1.customers.list()
    assert raised.value.http_status == 401


def test_a_publishable_key_is_a_permission_error(server):
    with pytest.raises(stripe.PermissionError) as raised:
        server.client(server.publishable_key).v1.customers.list()
    assert (raised.value.http_status, raised.value.error.code) == (403, "secret_key_required")


def test_another_request_under_the_same_key_is_an_idempotency_error(client):
    client.v1.customers.create({"name": "one"}, {"idempotency_key": "twice"})
    with pytest.raises(stripe.IdempotencyError):
        client.v1.customers.create({"name": "other"}, {"idempotency_key": "twice"})


def test_a_refusal_is_given_again_under_its_idempotency_key(client):
    customer = client.v1.customers.create({}).id
    client.v1.customers.delete(customer)
    seen = []
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as raised:
            client.v1.customers.update(customer, {"name": "late"}, {"idempotency_key": "refused"})
        headers = {name.lower(): value for name, value in raised.value.headers.items()}
        seen.append((raised.value.http_status, raised.value.code, headers.get("idempotent-replayed")))
    assert seen == [(404, "resource_missing", None), (404, "resource_missing", "true")]


def test_a_wrong_parameter_frees_its_idempotency_key(client):
    with pytest.raises(stripe.InvalidRequestError) as raised:
        client.v1.customers.create({"email": "nonsense"}, {"idempotency_key": "corrected"})
    assert raised.value.code == "email_invalid"
    created = client.v1.customers.create({"email": "maya@mail.example"}, {"idempotency_key": "corrected"})
    assert created.email == "maya@mail.example"


def test_a_bank_that_is_down_is_an_api_error(merchant):
    with pytest.raises(stripe.APIError) as raised:
        merchant.link(merchant.session(), "Success", institution="Down (Unscheduled)")
    assert raised.value.http_status == 503
    assert raised.value.error.code == "institution_unavailable_unplanned"


def test_a_server_that_is_not_there_is_a_connection_error(server):
    nowhere = stripe.StripeClient(
        server.secret_key, base_addresses={"api": "http://127.0.0.1:9"}, max_network_retries=0
    )
    with pytest.raises(stripe.APIConnectionError):
        nowhere.v1.customers.list()


def test_no_key_and_no_secret_is_in_the_log(server, merchant):
    session = merchant.session()
    text = server.log.read_text()
    assert "answered" in text
    for secret in (server.secret_key, server.publishable_key, session.client_secret):
        assert secret not in text
