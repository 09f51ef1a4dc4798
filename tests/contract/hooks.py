"""Gives schemathesis objects that are there.

What it invents names nothing, so most requests would end at 404. Half of the valid ones are sent to objects
that were made here before, and new sessions get a customer that exists.
"""

import json
import os
import time
import zlib
from itertools import count
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import schemathesis
from schemathesis import GenerationMode

API = os.environ["LINKSPAN_API"]
HEADERS = {"Authorization": f"Bearer {os.environ['LINKSPAN_SECRET_KEY']}"}
SESSIONS = "/v1/financial_connections/sessions"
HELPERS = "/v1/test_helpers/financial_connections"
INSTITUTION = "Test (Non-OAuth)"
# The helpers close banks; this one may be closed, because nothing here is linked at it.
OTHER_INSTITUTION = "bcinst_test_oauth"
PATIENCE = 60
# Port 9 discards.
NOWHERE = "http://127.0.0.1:9/hook"
_keys = count()


def call(method, path, params=None):
    """One request to the merchant API; its answer."""
    body = None if params is None else urlencode(params).encode()
    with urlopen(Request(f"{API}{path}", body, HEADERS, method=method)) as response:
        return json.load(response)


def new_session(customer):
    """A session of this customer that is open."""
    holder = {"account_holder[type]": "customer", "account_holder[customer]": customer}
    data = ("balances", "ownership", "transactions")
    asked = {f"permissions[{n}]": name for n, name in enumerate((*data, "payment_method"))}
    prefetched = {f"prefetch[{n}]": name for n, name in enumerate(data)}
    return call("POST", SESSIONS, holder | asked | prefetched)["id"]


def linked_account(customer):
    """An account of this customer's."""
    path = f"{HELPERS}/sessions/{new_session(customer)}/link"
    params = {"institution": INSTITUTION, "accounts[0]": "Success"}
    return call("POST", path, params)["accounts"]["data"][0]["id"]


def settled(account):
    """The account once what was prefetched is there."""
    until = time.monotonic() + PATIENCE
    while True:
        read = call("GET", f"/v1/financial_connections/accounts/{account}")
        states = [read[f"{kind}_refresh"] for kind in ("balance", "ownership", "transaction")]
        if all(state and state["status"] != "pending" for state in states):
            return read
        if time.monotonic() > until:
            raise TimeoutError(f"still refreshing: {read}")
        time.sleep(0.1)


def new_customer():
    """A customer without anything."""
    return call("POST", "/v1/customers", {})["id"]


PAYMENT_METHODS = "/v1/payment_methods"
PAYMENT_INTENTS = "/v1/payment_intents"
ACCEPTED = {"mandate_data[customer_acceptance][type]": "offline"}


def new_method(customer=None):
    """A payment method that pays, of this customer's if there is one."""
    number = {"routing_number": "110000000", "account_number": "000123456789", "account_holder_type": "company"}
    account = {f"us_bank_account[{name}]": value for name, value in number.items()}
    params = {"type": "us_bank_account", "billing_details[name]": "Maya"} | account
    made = call("POST", PAYMENT_METHODS, params)["id"]
    if customer:
        call("POST", f"{PAYMENT_METHODS}/{made}/attach", {"customer": customer})
    return made


def new_intent(**more):
    """A payment that can be confirmed."""
    return call("POST", PAYMENT_INTENTS, {"amount": 1000, "currency": "usd"} | more)["id"]


def disputed():
    """A dispute, once there is one."""
    account = {"us_bank_account[routing_number]": "110000000", "us_bank_account[account_number]": "000555555559"}
    params = {"type": "us_bank_account", "billing_details[name]": "Maya"} | account
    method = call("POST", PAYMENT_METHODS, params | {"us_bank_account[account_holder_type]": "individual"})["id"]
    new_intent(payment_method=method, confirm="true", **ACCEPTED)
    for days, kind in ((6, "payment_intent.succeeded"), (8, "charge.dispute.created")):
        call("POST", f"{HELPERS}/clock/advance", {"seconds": days * 24 * 60 * 60})
        happened = first_event(kind)
    return happened["data"]["object"]


def first_event(kind):
    """The event of this kind, once there is one."""
    until = time.monotonic() + PATIENCE
    while True:
        events = call("GET", f"/v1/events?type={kind}")["data"]
        if events:
            return events[0]
        if time.monotonic() > until:
            raise TimeoutError(f"no {kind}")
        time.sleep(0.1)


CUSTOMER = new_customer()
ACCOUNT = linked_account(CUSTOMER)
_READ = settled(ACCOUNT)
EVENT = call("GET", "/v1/events")["data"][0]["id"]
TRANSACTION = call("GET", f"/v1/financial_connections/transactions?account={ACCOUNT}")["data"][0]["id"]
METHOD = new_method()
CUSTOMERS_METHOD = new_method(CUSTOMER)
DISPUTE = disputed()
_CHARGE = call("GET", f"/v1/charges/{DISPUTE['charge']}")
MANDATE = _CHARGE["payment_method_details"]["us_bank_account"]["mandate"]
ENDPOINT = call("POST", "/v1/webhook_endpoints", {"url": NOWHERE, "enabled_events[0]": "*"})["id"]

# By the last word before the id. What an operation uses up is made anew for each request.
MADE = {
    "accounts": lambda method: ACCOUNT if method == "GET" else linked_account(new_customer()),
    "authorizations": lambda _: _READ["authorization"],
    "charges": lambda _: _CHARGE["id"],
    "customers": lambda _: new_customer(),
    "disputes": lambda _: DISPUTE["id"],
    "events": lambda _: EVENT,
    "institutions": lambda _: OTHER_INSTITUTION,
    "mandates": lambda _: MANDATE,
    "payment_intents": lambda method: DISPUTE["payment_intent"] if method == "GET" else new_intent(payment_method=METHOD),
    "payment_methods": lambda method: METHOD if method == "GET" else new_method(),
    # A chain of requests may delete the customer that it read of.
    "sessions": lambda _: new_session(new_customer()),
    "transactions": lambda _: TRANSACTION,
    # A merchant has 16 at most, so this one is kept.
    "webhook_endpoints": lambda method: ENDPOINT if method != "DELETE" else None,
}


def chosen(value):
    """True for half of all values, the same half each time."""
    return zlib.crc32(repr(value).encode()) % 2 == 0


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts objects that are there into a valid request."""
    # A key that comes again belongs to another request, which is refused before anything is looked at.
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f"contract-{next(_keys)}"
        # Headers that nobody knows are ignored, as HTTP says; changed ones are judged as parameters.
        case.headers.pop("x-schemathesis-unknown-property", None)
    if isinstance(case.body, dict | list):
        case.body = replaced(case.body, nowhere)
    if case.operation.path.startswith(f"{HELPERS}/institutions/") and case.path_parameters:
        case.path_parameters["id"] = OTHER_INSTITUTION
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    if not chosen((case.path_parameters, case.query, case.body)):
        return
    words = case.operation.path.split("/")
    if "{id}" in words and case.path_parameters:
        make = MADE.get(words[words.index("{id}") - 1])
        made = make(case.method) if make else None
        if made:
            case.path_parameters["id"] = made
        if "payment_method" in case.path_parameters:
            case.path_parameters |= {"id": CUSTOMER, "payment_method": CUSTOMERS_METHOD}
    if case.query:
        case.query = replaced(dict(case.query), known(case.operation.path))
    if isinstance(case.body, dict | list):
        case.body = replaced(case.body, known(case.operation.path))


def replaced(body, value_of):
    """The body with each value as `value_of(name, value)` has it; None takes the parameter away."""
    pairs = body.items() if isinstance(body, dict) else body
    pairs = [(name, value_of(name, value)) for name, value in pairs]
    return type(body)((name, value) for name, value in pairs if value is not None)


def nowhere(name, value):
    """Webhooks of a test are posted to nobody."""
    return NOWHERE if name == "url" and str(value).startswith("http") else value


def known(path):
    """What names objects that are there, in a request to this path."""
    names = {"account": ACCOUNT, "ownership": _READ["ownership"], "expand[]": None}
    # One cursor or none; what is invented names no row.
    names |= {"starting_after": None, "ending_before": None}
    if path == SESSIONS:
        names |= {"account_holder[type]": "customer", "account_holder[customer]": CUSTOMER}
        names |= {"account_holder[account]": None, "account_holder[customer_account]": None, "prefetch[]": None}
    elif path == PAYMENT_METHODS:
        names |= {f"us_bank_account[{name}]": None for name in ("financial_connections_account", "account_type")}
        names |= {"us_bank_account[routing_number]": "110000000", "us_bank_account[account_number]": "000123456789"}
    elif path.startswith(PAYMENT_INTENTS):
        names |= {"customer": None, "payment_method": METHOD, "mandate": None}
    elif path.endswith("/attach"):
        names |= {"customer": CUSTOMER}
    elif path.endswith("/link"):
        names |= {"institution": INSTITUTION, "accounts[]": "Success"}

    def value_of(name, value):
        known = names.get(name, value)
        return [known] if known is not None and isinstance(value, list) and not isinstance(known, list) else known

    return value_of
