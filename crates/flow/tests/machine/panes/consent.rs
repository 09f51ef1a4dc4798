//! Consent: agree, read the details, leave.

use linkspan_machine::{Details, Effect, Event, RequestError, Sheet, Trouble};
use linkspan_wire::{Permission, error::code, host::HostEventName, link::Pane};

use crate::{
    fixtures::{busy, failed, manifest, refused},
    stage::{Stage, event_names, outcome, requests},
};

#[test]
fn agreeing_sends_the_version_that_was_shown_and_goes_where_the_server_says() {
    let mut stage = Stage::at_consent();
    let effects = stage.send(Event::Agree);
    assert!(matches!(&effects[..], [Effect::AcquireConsent(_, version)] if version == "terms-1"));
    assert!(stage.consent().busy());

    let effects =
        stage.answer(|ticket| Event::ConsentAcquired(ticket, Ok(manifest(Pane::InstitutionPicker))));
    assert_eq!(event_names(&effects), [HostEventName::ConsentAcquired]);
    assert!(effects.contains(&Effect::PaneShown(Pane::InstitutionPicker)));
    assert!(stage.flow.manifest().is_some_and(|manifest| manifest.consent.acquired_at.is_some()));
}

#[test]
fn a_double_click_on_agree_sends_one_request() {
    let mut stage = Stage::at_consent();
    stage.send(Event::Agree);
    stage.assert_ignored(Event::Agree);
}

#[test]
fn nothing_but_agree_gives_consent() {
    for event in [
        Event::Retry,
        Event::Done,
        Event::Share,
        Event::OpenBank,
        Event::AnotherBank,
        Event::ConfirmLeave,
        Event::Query("north".into()),
        Event::Pick(crate::fixtures::bank("northline")),
    ] {
        Stage::at_consent().assert_ignored(event);
    }
}

#[test]
fn an_agreement_that_did_not_arrive_is_said_and_can_be_sent_again() {
    for (error, trouble) in [
        (RequestError::Unreachable, Trouble::Offline),
        (RequestError::Timeout, Trouble::Slow),
        (RequestError::Unreadable, Trouble::Server),
        (failed(code::UNEXPECTED_ERROR), Trouble::Server),
        (busy(), Trouble::Busy),
    ] {
        let mut stage = Stage::at_consent();
        stage.send(Event::Agree);
        let effects = stage.answer(|ticket| Event::ConsentAcquired(ticket, Err(error)));
        assert_eq!(effects, [], "no event for the page, no other pane");
        assert_eq!(stage.consent().trouble, Some(trouble));
        assert!(!stage.consent().busy());

        let effects = stage.send(Event::Retry);
        assert!(matches!(&effects[..], [Effect::AcquireConsent(..)]));
        assert_eq!(stage.consent().trouble, None);
    }
}

#[test]
fn other_terms_by_now_are_shown_before_anybody_agrees_to_them() {
    let mut stage = Stage::at_consent();
    stage.send(Event::Agree);
    let RequestError::Api(error) = refused("parameter_invalid") else { unreachable!() };
    let effects = stage
        .answer(|ticket| Event::ConsentAcquired(ticket, Err(RequestError::Api(error.with_param("version")))));
    assert!(matches!(&effects[..], [Effect::Synchronize(_)]));

    let mut newer = manifest(Pane::Consent);
    newer.consent.version = "terms-2".into();
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(newer)));
    let effects = stage.send(Event::Agree);
    assert!(matches!(&effects[..], [Effect::AcquireConsent(_, version)] if version == "terms-2"));
}

#[test]
fn an_answer_to_an_older_try_is_dropped() {
    let mut stage = Stage::at_consent();
    stage.send(Event::Agree);
    let first = stage.last_ticket();
    stage.answer(|ticket| Event::ConsentAcquired(ticket, Err(RequestError::Timeout)));
    stage.send(Event::Retry);
    stage.assert_ignored(Event::ConsentAcquired(first, Ok(manifest(Pane::InstitutionPicker))));
    stage.assert_ignored(Event::ConsentAcquired(first, Err(refused(code::SESSION_EXPIRED))));
    assert!(stage.consent().busy());
}

#[test]
fn details_open_and_close_and_the_back_button_closes_them_first() {
    let mut stage = Stage::at_consent();
    for details in [Details::Account, Details::Permission(Permission::Balances), Details::About] {
        assert_eq!(stage.send(Event::OpenDetails(details)), []);
        assert_eq!(stage.flow.sheet(), Some(Sheet::Details(details)));
    }
    assert_eq!(stage.send(Event::CloseSheet), []);
    assert_eq!(stage.flow.sheet(), None);

    stage.send(Event::OpenDetails(Details::About));
    assert_eq!(stage.send(Event::Back), []);
    assert_eq!(stage.flow.sheet(), None);
    assert!(stage.flow.closing().is_none());
}

#[test]
fn leaving_needs_no_confirmation_and_there_is_nothing_to_go_back_to() {
    for event in [Event::Close, Event::Back] {
        let mut stage = Stage::at_consent();
        assert!(!stage.flow.can_go_back());
        let effects = stage.send(event);
        assert!(matches!(requests(&effects)[..], [Effect::Complete(_, None)]));
        assert_eq!(stage.flow.sheet(), None);
        assert!(outcome(&effects).is_none(), "the server is asked first");
    }
}
