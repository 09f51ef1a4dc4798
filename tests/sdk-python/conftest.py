"""A server of its own for each test file, and the official SDK told its address."""

import json
import os
import subprocess
from pathlib import Path
from shutil import copy

import pytest
import stripe
from receiver import Receiver

ROOT = Path(__file__).parents[2]
SERVER = os.environ.get("LINKSPAN_SERVER", str(ROOT / "target/debug/linkspan-server"))
# Where the logs of the servers are kept: what they answered is compared with what there is to ask.
LOGS = os.environ.get("SERVER_LOGS")
HELPERS = "/v1/test_helpers/financial_connections"


class Server:
    """A running server on an empty directory."""

    def __init__(self, directory):
        command = [SERVER, "serve", "--listen", "127.0.0.1:0", "--ready-json", "--data-dir", str(directory / "data")]
        self.log = directory / "server.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)
        line = self.process.stdout.readline()
        assert line, f"the server did not start:\n{self.log.read_text()}"
        ready = json.loads(line)
        self.directory = directory / "data"
        self.api = ready["api"]
        self.flow = ready["flow"]
        self.secret_key = ready["secret_key"]
        self.publishable_key = ready["publishable_key"]

    def client(self, key=None, **options):
        """The official SDK, told another base address and nothing else."""
        return stripe.StripeClient(key or self.secret_key, base_addresses={"api": self.api}, **options)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()
        if LOGS:
            copy(self.log, Path(LOGS) / f"{self.process.pid}.log")

    def command(self, *words):
        """What an operator's command on the same data prints."""
        command = [SERVER, *words, "--json", "--data-dir", str(self.directory)]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


class Merchant:
    """What tests of a merchant have in common."""

    def __init__(self, client):
        self.client = client

    def raw(self, method, path, **params):
        """What the SDK has no name for."""
        return self.client.deserialize(self.client.raw_request(method, path, **params), api_mode="V1")

    def session(self, customer=None, **more):
        customer = customer or self.client.v1.customers.create({"name": "Maya Rao"}).id
        return self.client.v1.financial_connections.sessions.create(
            {
                "account_holder": {"type": "customer", "customer": customer},
                "permissions": ["balances", "ownership", "payment_method", "transactions"],
                **more,
            }
        )

    def link(self, session, *names, institution="Test (Non-OAuth)"):
        """Links accounts by the test helper; gives the ended session."""
        path = f"{HELPERS}/sessions/{session.id}/link"
        return self.raw("post", path, institution=institution, accounts=list(names))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def client(server):
    return server.client()


@pytest.fixture(scope="module")
def merchant(client):
    return Merchant(client)


@pytest.fixture
def receiver():
    """Makes listeners that answer given statuses."""
    made = []

    def make(*statuses):
        made.append(Receiver(*statuses))
        return made[-1]

    yield make
    for one in made:
        one.close()
