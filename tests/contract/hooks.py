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


CUSTOMER = new_customer()
ACCOUNT = linked_account(CUSTOMER)
_READ = settled(ACCOUNT)
EVENT = call("GET", "/v1/events")["data"][0]["id"]
TRANSACTION = call("GET", f"/v1/financial_connections/transactions?account={ACCOUNT}")["data"][0]["id"]
ENDPOINT = call("POST", "/v1/webhook_endpoints", {"url": NOWHERE, "enabled_events[0]": "*"})["id"]

# By the last word before the id. What an operation uses up is made anew for each request.
MADE = {
    "accounts": lambda method: ACCOUNT if method == "GET" else linked_account(new_customer()),
    "authorizations": lambda _: _READ["authorization"],
    "customers": lambda _: new_customer(),
    "events": lambda _: EVENT,
    "institutions": lambda _: OTHER_INSTITUTION,
    "sessions": lambda _: new_session(CUSTOMER),
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
    elif path.endswith("/link"):
        names |= {"institution": INSTITUTION, "accounts[]": "Success"}

    def value_of(name, value):
        known = names.get(name, value)
        return [known] if known is not None and isinstance(value, list) and not isinstance(known, list) else known

    return value_of
