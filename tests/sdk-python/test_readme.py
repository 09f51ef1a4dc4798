"""The Python script of the README is the one in examples/, and it runs."""

import os
import subprocess
import sys

from conftest import ROOT

SCRIPT = ROOT / "examples/python/link_accounts.py"


def test_the_script_runs_as_printed(server):
    assert f"```python\n{SCRIPT.read_text()}```" in (ROOT / "README.md").read_text()
    environment = {**os.environ, "LINKSPAN_API": server.api, "LINKSPAN_SECRET_KEY": server.secret_key}
    run = subprocess.run([sys.executable, SCRIPT], env=environment, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("Test (OAuth): High Balance, ****")
    assert lines[2] == "verified: financial_connections.account.created"
