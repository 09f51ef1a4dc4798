"""What the sandbox would have sent to a person, as its test helper shows it."""

import re

from conftest import HELPERS
from flow import Person


def test_the_code_for_saved_accounts_is_in_the_inbox_of_whom_it_went_to(server, merchant):
    person = Person(server, merchant.session())
    person.agrees()
    person.chooses(1)
    person.saves("maya@mail.example")
    inbox = merchant.raw("get", f"{HELPERS}/inbox", recipient="maya@mail.example").data
    assert [(message.channel, message.recipient) for message in inbox] == [("email", "maya@mail.example")]
    assert re.search(r"\b\d{6}\b", inbox[0].body)
    assert merchant.raw("get", f"{HELPERS}/inbox", recipient="somebody@mail.example").data == []
