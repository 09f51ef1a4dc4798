//! What a person can do, and what a browser says.

use linkspan_machine::{ACCOUNT_NUMBER, CONFIRMATION, Details, Event, ROUTING_NUMBER};
use linkspan_wire::link::FieldValue;

use crate::fixtures::bank;

/// Numbers of an account, right ones.
pub fn numbers() -> Event {
    let field = |name: &str, value: &str| FieldValue { name: name.into(), value: value.into() };
    Event::SubmitNumbers(vec![
        field(ROUTING_NUMBER, "110000000"),
        field(ACCOUNT_NUMBER, "42"),
        field(CONFIRMATION, "42"),
    ])
}

/// What means going on, as opposed to leaving, reading and waiting.
pub fn going_on() -> Vec<Event> {
    vec![
        Event::Agree,
        Event::Query("north".into()),
        Event::Pick(bank("southbay")),
        Event::OpenBank,
        Event::OpenBankHere,
        Event::SubmitCredentials(vec![FieldValue { name: "password".into(), value: "x".into() }]),
        Event::ToggleAccount("3".into()),
        Event::ToggleAllAccounts,
        Event::Share,
        Event::SaveAccounts,
        Event::OpenManualEntry,
        numbers(),
        Event::AnotherBank,
        Event::Retry,
        Event::Done,
    ]
}

/// Everything.
pub fn anything() -> Vec<Event> {
    let mut events = going_on();
    events.extend(vec![
        Event::Start,
        Event::RoutingNumber("110000000".into()),
        Event::SubmitNumbers(Vec::new()),
        Event::OpenDetails(Details::About),
        Event::CloseSheet,
        Event::Query(String::new()),
        Event::Query("nor".into()),
        Event::ToggleAccount("1".into()),
        Event::ToggleAccount("2".into()),
        Event::Back,
        Event::Close,
        Event::ConfirmLeave,
        Event::WindowNotReturned,
        Event::NoWindows,
        Event::Online(false),
        Event::Online(true),
    ]);
    events
}
