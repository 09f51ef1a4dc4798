"""A person goes through the flow, as far as the server sees it."""

import json
from urllib.request import Request, urlopen


class Person:
    """Acts in one session."""

    def __init__(self, server, session):
        self.server = server
        self.session = session

    def _asks(self, path, **body):
        keys = {"publishable_key": self.server.publishable_key, "client_secret": self.session.client_secret}
        request = Request(
            self.server.flow + path,
            data=json.dumps({**keys, **body}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urlopen(request) as answer:
            return json.load(answer)

    def agrees(self):
        terms = self._asks("/v1/financial_connections/sessions/synchronize", locale="en")["consent"]
        self._asks("/v1/link_account_sessions/consent_acquired", locale="en", version=terms["version"])

    def chooses(self, count):
        """Signs in at "Test (Non-OAuth)" and chooses so many accounts."""
        found = self._asks("/v1/connections/institutions", query="Test (Non-OAuth)", limit=5)["data"]
        bank = next(bank["id"] for bank in found if bank["name"] == "Test (Non-OAuth)")
        sign_in = self._asks("/v1/connections/auth_sessions", institution=bank)["id"]
        values = [{"name": "username", "value": "maya"}, {"name": "password", "value": "anything"}]
        self._asks("/v1/connections/auth_sessions/credentials", auth_session=sign_in, values=values)
        rows = self._asks("/v1/connections/auth_sessions/accounts", auth_session=sign_in)["data"]
        ids = [row["id"] for row in rows if "unavailable" not in row][:count]
        self._asks("/v1/connections/auth_sessions/selected_accounts", auth_session=sign_in, selected_accounts=ids)

    def types_numbers_in(self):
        """Links an account by its numbers; gives its id."""
        numbers = {"routing_number": "110000000", "account_number": "000123456789"}
        self._asks("/v1/link_account_sessions/attach_payment_account", **numbers)
        return self._asks("/v1/link_account_sessions/complete")["session"]["accounts"][0]["id"]

    def saves(self, email):
        """Wants to save what was chosen under this address, to which a code goes."""
        sign_in = self._asks("/v1/connections/auth_sessions", institution="bcinst_saved")["id"]
        values = [{"name": "email", "value": email}]
        self._asks("/v1/connections/auth_sessions/credentials", auth_session=sign_in, values=values)

    def token(self):
        """What `collectBankAccountToken` gives the page once the session has ended."""
        return self._asks("/v1/link_account_sessions/bank_account_token")
