//! What the page is told along the way: names, metadata, session id, order.

use linkspan_machine::{Event, RequestError};
use linkspan_wire::{
    error::code,
    host::{HostEventMetadata, HostEventName},
    link::{AuthStatus, Pane},
};

use crate::{
    fixtures::{
        SESSION, account, accounts, bank, banks, completed, failed, manifest, oauth, refused, success,
    },
    stage::{Stage, event_names, host_events},
};

#[test]
fn a_whole_flow_tells_its_events_in_order_each_with_the_session() {
    let mut stage = Stage::at_consent();
    stage.send(Event::Agree);
    stage.answer(|ticket| Event::ConsentAcquired(ticket, Ok(manifest(Pane::InstitutionPicker))));
    stage.send(Event::Query("north".into()));
    stage.answer(|ticket| Event::Searched(ticket, Ok(banks(&["northline"]))));
    stage.send(Event::Pick(bank("northline")));
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(oauth("bcsess_1", AuthStatus::Pending))));
    stage.send(Event::OpenBank);
    let watch = stage.log.iter().rev().find_map(crate::stage::ticket_of).expect("watched");
    stage.send(Event::AuthSessionSeen(watch, Ok(oauth("bcsess_1", AuthStatus::Authorized))));
    stage.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(accounts(vec![account("1")])))));
    stage.send(Event::Share);
    stage.answer(|ticket| Event::AccountsSelected(ticket, Ok(success(&["fca_1"]))));
    stage.send(Event::Done);
    stage.answer(|ticket| Event::Completed(ticket, Ok(completed(&["fca_1"]))));

    assert_eq!(
        event_names(&stage.log),
        [
            HostEventName::Open,
            HostEventName::ConsentAcquired,
            HostEventName::SearchInitiated,
            HostEventName::InstitutionSelected,
            HostEventName::InstitutionAuthorized,
            HostEventName::AccountsSelected,
            HostEventName::Success,
        ]
    );
    for event in host_events(&stage.log) {
        assert_eq!(event.session.as_deref(), Some(SESSION), "{:?}", event.name);
        let metadata = HostEventMetadata {
            institution_name: (event.name == HostEventName::InstitutionSelected).then(|| "northline".into()),
            error_code: None,
            manual_entry: (event.name == HostEventName::Success).then_some(false),
        };
        assert_eq!(event.metadata, metadata, "{:?}", event.name);
    }
}

#[test]
fn open_is_told_once_and_only_when_the_session_is_known() {
    let mut stage = Stage::opening();
    stage.answer(|ticket| Event::Synchronized(ticket, Err(RequestError::Timeout)));
    assert_eq!(event_names(&stage.log), Vec::<HostEventName>::new());
    stage.send(Event::Retry);
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(manifest(Pane::InstitutionPicker))));
    assert_eq!(event_names(&stage.log), [HostEventName::Open]);

    stage.answer(|ticket| Event::FeaturedLoaded(ticket, Err(refused(code::STEP_NOT_ALLOWED))));
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(manifest(Pane::Consent))));
    assert_eq!(event_names(&stage.log), [HostEventName::Open], "asked again, but opened once");
}

#[test]
fn an_error_before_the_session_is_known_has_no_session_id() {
    let mut stage = Stage::opening();
    let effects = stage.answer(|ticket| Event::Synchronized(ticket, Err(refused(code::RESOURCE_MISSING))));
    let event = host_events(&effects)[0];
    assert_eq!((event.name, event.session.as_deref()), (HostEventName::Error, None));
    assert_eq!(event.metadata.error_code.as_deref(), Some("resource_missing"));
}

#[test]
fn each_search_that_was_answered_is_told() {
    let mut stage = Stage::at_picker();
    for query in ["n", "no"] {
        stage.send(Event::Query(query.into()));
        let effects = stage.answer(|ticket| Event::Searched(ticket, Ok(banks(&["northline"]))));
        assert_eq!(event_names(&effects), [HostEventName::SearchInitiated]);
    }
    stage.send(Event::Query("nor".into()));
    let effects = stage.answer(|ticket| Event::Searched(ticket, Err(failed("any"))));
    assert_eq!(event_names(&effects), Vec::<HostEventName>::new());
}

#[test]
fn success_comes_last_before_the_end_and_never_with_cancel() {
    let mut stage = Stage::at_success(&["fca_1"]);
    stage.send(Event::Done);
    let effects = stage.answer(|ticket| Event::Completed(ticket, Ok(completed(&["fca_1"]))));
    assert_eq!(effects.len(), 2, "success, then the end: {effects:?}");
    assert!(!event_names(&stage.log).contains(&HostEventName::Cancel));
}
