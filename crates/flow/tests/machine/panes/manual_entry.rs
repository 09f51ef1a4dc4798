//! The account's numbers, typed in.

use linkspan_machine::{
    ACCOUNT_NUMBER, CONFIRMATION, Effect, Event, ManualEntry, ROUTING_NUMBER, RequestError, Screen, Sheet,
    Trouble,
};
use linkspan_wire::{
    error::code,
    host::HostEventName,
    link::{Completed, FieldValue, Manifest, Pane, RoutingNumber},
    session::ManualEntryMode,
};

use crate::{
    fixtures::{bank, completed, failed, manifest, refused, success},
    stage::{Stage, event_names, outcome, requests},
};

const ROUTING: &str = "110000000";
const ACCOUNT: &str = "000123456789";

fn allowed() -> Manifest {
    Manifest { manual_entry: ManualEntryMode::Automatic, ..manifest(Pane::InstitutionPicker) }
}

fn opened() -> Stage {
    let mut stage = Stage::with(allowed());
    let effects = stage.send(Event::OpenManualEntry);
    assert_eq!(event_names(&effects), [HostEventName::ManualEntryInitiated]);
    assert!(effects.contains(&Effect::PaneShown(Pane::ManualEntry)));
    stage
}

fn pane(stage: &Stage) -> &ManualEntry {
    match stage.flow.screen() {
        Screen::ManualEntry(pane) => pane,
        other => panic!("not typing numbers in: {other:?}"),
    }
}

fn numbers(routing: &str, account: &str, confirmation: &str) -> Event {
    let field = |name: &str, value: &str| FieldValue { name: name.into(), value: value.into() };
    Event::SubmitNumbers(vec![
        field(ROUTING_NUMBER, routing),
        field(ACCOUNT_NUMBER, account),
        field(CONFIRMATION, confirmation),
    ])
}

#[test]
fn it_is_offered_only_where_the_session_takes_numbers() {
    Stage::with(manifest(Pane::InstitutionPicker)).assert_ignored(Event::OpenManualEntry);
    Stage::with(Manifest { manual_entry: ManualEntryMode::Automatic, ..manifest(Pane::Consent) })
        .assert_ignored(Event::OpenManualEntry);
    let full =
        Manifest { account_limit: Some(1), manual_entry: ManualEntryMode::Automatic, ..success(&["fca_1"]) };
    Stage::with(full).assert_ignored(Event::OpenManualEntry);
    let mut picking = Stage::with(allowed());
    picking.send(Event::Pick(bank("northline")));
    picking.assert_ignored(Event::OpenManualEntry);
}

#[test]
fn a_bank_that_does_not_work_is_no_dead_end() {
    let mut stage = Stage::with(allowed());
    stage.send(Event::Pick(bank("northline")));
    let down = failed(code::INSTITUTION_UNAVAILABLE_UNPLANNED);
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(down)));
    stage.send(Event::OpenManualEntry);
    assert_eq!(stage.flow.pane(), Some(Pane::ManualEntry));
}

#[test]
fn a_whole_routing_number_is_looked_up_and_an_older_answer_dropped() {
    let mut stage = opened();
    for short in ["1", "11000000", "110000001"] {
        assert_eq!(stage.send(Event::RoutingNumber(short.into())), [], "{short}");
    }
    let effects = stage.send(Event::RoutingNumber(ROUTING.into()));
    assert!(matches!(&effects[..], [Effect::LookUpRoutingNumber(_, number)] if number == ROUTING));
    let old = stage.last_ticket();
    stage.send(Event::RoutingNumber(ROUTING.into()));
    let found = |name: &str| RoutingNumber { bank: Some(name.into()) };
    stage.assert_ignored(Event::RoutingNumberFound(old, Ok(found("Old"))));
    stage.answer(|ticket| Event::RoutingNumberFound(ticket, Ok(found("Northline"))));
    assert_eq!(pane(&stage).bank.as_deref(), Some("Northline"));
    stage.send(Event::RoutingNumber("1".into()));
    assert_eq!(pane(&stage).bank, None);
    stage.send(Event::RoutingNumber(ROUTING.into()));
    stage.answer(|ticket| Event::RoutingNumberFound(ticket, Err(RequestError::Timeout)));
    assert_eq!((pane(&stage).bank.as_ref(), pane(&stage).trouble), (None, None), "it only helps");
}

#[test]
fn the_first_wrong_field_is_named_and_nothing_is_sent() {
    for (routing, account, confirmation, wrong) in [
        ("110000001", ACCOUNT, ACCOUNT, ROUTING_NUMBER),
        ("", "", "", ROUTING_NUMBER),
        (ROUTING, "", "", ACCOUNT_NUMBER),
        (ROUTING, "12a4", "12a4", ACCOUNT_NUMBER),
        (ROUTING, ACCOUNT, "123", CONFIRMATION),
    ] {
        let mut stage = opened();
        assert_eq!(stage.send(numbers(routing, account, confirmation)), []);
        assert_eq!(pane(&stage).wrong, Some(wrong));
        assert!(!pane(&stage).busy());
    }
}

#[test]
fn numbers_are_sent_once_without_spaces_and_what_is_linked_is_shown() {
    let mut stage = opened();
    let effects = stage.send(numbers("1100 0000 0", "000-123 456789", ACCOUNT));
    let [Effect::AttachBankAccount(_, sent)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((&*sent.routing_number, &*sent.account_number), (ROUTING, ACCOUNT));
    assert!(!format!("{effects:?}").contains("123456"));
    stage.assert_ignored(numbers(ROUTING, ACCOUNT, ACCOUNT));
    assert!(!stage.flow.can_go_back());
    let linked = Manifest {
        manual_entry: ManualEntryMode::Automatic,
        typed_in: true,
        awaits_microdeposits: true,
        ..success(&["fca_1"])
    };
    stage.answer(|ticket| Event::NumbersAttached(ticket, Ok(linked)));
    assert_eq!(stage.flow.pane(), Some(Pane::Success));
    stage.send(Event::Done);
    let done = Completed { typed_in: true, ..completed(&["fca_1"]) };
    let effects = stage.answer(|ticket| Event::Completed(ticket, Ok(done)));
    let told = crate::stage::host_events(&effects);
    assert_eq!(told.first().and_then(|event| event.metadata.manual_entry), Some(true));
}

/// A page that is loaded again and left at once knows nothing but what ending the session says.
#[test]
fn numbers_of_an_earlier_page_are_told_though_no_manifest_came() {
    let mut stage = Stage::opening();
    stage.send(Event::Close);
    let done = Completed { typed_in: true, ..completed(&["fca_1"]) };
    let effects = stage.answer(|ticket| Event::Completed(ticket, Ok(done)));
    let told = crate::stage::host_events(&effects);
    assert_eq!(told.first().and_then(|event| event.metadata.manual_entry), Some(true));
}

#[test]
fn what_does_not_arrive_stays_typed_and_can_be_sent_again() {
    let mut stage = opened();
    stage.send(numbers(ROUTING, ACCOUNT, ACCOUNT));
    stage.answer(|ticket| Event::NumbersAttached(ticket, Err(RequestError::Timeout)));
    assert_eq!(pane(&stage).trouble, Some(Trouble::Slow));
    stage.assert_ignored(Event::Retry);
    let effects = stage.send(numbers(ROUTING, ACCOUNT, ACCOUNT));
    assert!(matches!(requests(&effects)[..], [Effect::AttachBankAccount(..)]));
    assert_eq!(pane(&stage).trouble, None);
}

#[test]
fn a_field_that_the_server_refuses_is_named() {
    let mut stage = opened();
    stage.send(numbers(ROUTING, ACCOUNT, ACCOUNT));
    let RequestError::Api(error) = refused("parameter_invalid") else { return };
    let error = RequestError::Api(error.with_param(ROUTING_NUMBER));
    stage.answer(|ticket| Event::NumbersAttached(ticket, Err(error)));
    assert_eq!(pane(&stage).wrong, Some(ROUTING_NUMBER));
    stage.send(Event::RoutingNumber("1".into()));
    assert_eq!(pane(&stage).wrong, None, "whoever mends it is not told again");
}

#[test]
fn back_leads_to_the_banks_and_leaving_is_confirmed() {
    let mut stage = opened();
    stage.send(Event::Close);
    assert_eq!(stage.flow.sheet(), Some(Sheet::Leave));
    stage.send(Event::CloseSheet);
    stage.send(Event::Back);
    assert_eq!(stage.flow.pane(), Some(Pane::InstitutionPicker));
}

#[test]
fn a_merchant_that_takes_numbers_itself_gets_the_person_back() {
    let custom = |manifest| Manifest { manual_entry: ManualEntryMode::Custom, ..manifest };
    let mut stage = Stage::with(custom(manifest(Pane::InstitutionPicker)));
    let effects = stage.send(Event::OpenManualEntry);
    assert_eq!(event_names(&effects), [HostEventName::ManualEntryInitiated]);
    let [Effect::Complete(_, Some(told))] = &requests(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(told.code, code::CUSTOM_MANUAL_ENTRY);
    let effects = stage.answer(|ticket| Event::Completed(ticket, Ok(completed(&[]))));
    assert_eq!(event_names(&effects), []);
    let result = &outcome(&effects).expect("the flow ended").result;
    assert_eq!(
        result.error.as_ref().and_then(|error| error.code.as_deref()),
        Some(code::CUSTOM_MANUAL_ENTRY)
    );

    let mut linked = Stage::with(custom(success(&["fca_1"])));
    linked.send(Event::AnotherBank);
    linked.answer(|ticket| Event::MoreAccounts(ticket, Ok(custom(manifest(Pane::InstitutionPicker)))));
    linked.send(Event::OpenManualEntry);
    let effects = linked.answer(|ticket| Event::Completed(ticket, Ok(completed(&["fca_1"]))));
    let result = &outcome(&effects).expect("the flow ended").result;
    assert_eq!(result.session.as_ref().map(|session| session.accounts.len()), Some(1));
}
