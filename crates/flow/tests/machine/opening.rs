//! Opening: the manifest says where the session stands.

use linkspan_machine::{Effect, Event, Flow, ProblemKind, RequestError, Screen, Trouble};
use linkspan_wire::{
    error::code,
    link::{AuthStatus, Manifest, Pane},
};

use crate::{
    fixtures::{bank, manifest, oauth, refused, success},
    stage::{Stage, requests},
};

fn trouble(stage: &Stage) -> Option<Trouble> {
    match stage.flow.screen() {
        Screen::Opening { trouble, .. } => *trouble,
        other => panic!("not opening: {other:?}"),
    }
}

#[test]
fn start_asks_for_the_manifest_once() {
    let mut stage = Stage { flow: Flow::new(), log: Vec::new() };
    assert!(matches!(&stage.send(Event::Start)[..], [Effect::Synchronize(_)]));
    stage.assert_ignored(Event::Start);
    stage.assert_ignored(Event::Retry);
    assert_eq!(stage.flow.pane(), None);
}

#[test]
fn the_first_pane_is_the_one_that_the_server_names() {
    for pane in [Pane::Consent, Pane::InstitutionPicker, Pane::Success] {
        let stage = Stage::with(manifest(pane));
        assert_eq!(stage.flow.pane(), Some(pane));
        assert!(stage.flow.is_allowed(pane));
        for other in [Pane::Consent, Pane::InstitutionPicker, Pane::PartnerAuth, Pane::AccountPicker] {
            assert_eq!(stage.flow.is_allowed(other), other == pane, "{other:?} after {pane:?}");
        }
    }
}

#[test]
fn no_manifest_is_said_and_can_be_asked_for_again() {
    let mut stage = Stage::opening();
    let first = stage.last_ticket();
    stage.answer(|ticket| Event::Synchronized(ticket, Err(RequestError::Timeout)));
    assert_eq!(trouble(&stage), Some(Trouble::Slow));
    assert!(matches!(&stage.send(Event::Retry)[..], [Effect::Synchronize(_)]));
    assert_eq!(trouble(&stage), None);
    stage.assert_ignored(Event::Synchronized(first, Ok(manifest(Pane::Consent))));
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(manifest(Pane::Consent))));
    stage.consent();
}

#[test]
fn the_second_copy_of_an_answer_is_dropped() {
    let mut stage = Stage::opening();
    let ticket = stage.last_ticket();
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(manifest(Pane::Consent))));
    stage.assert_ignored(Event::Synchronized(ticket, Ok(manifest(Pane::InstitutionPicker))));
    stage.assert_ignored(Event::Synchronized(ticket, Err(refused(code::SESSION_EXPIRED))));
}

#[test]
fn an_unknown_or_expired_session_is_said() {
    for (code, kind) in [
        (code::SESSION_EXPIRED, ProblemKind::SessionExpired),
        (code::RESOURCE_MISSING, ProblemKind::SessionUnknown),
    ] {
        let mut stage = Stage::opening();
        stage.answer(|ticket| Event::Synchronized(ticket, Err(refused(code))));
        assert_eq!(stage.problem().kind, kind);
    }
}

#[test]
fn a_session_that_ended_elsewhere_is_asked_for_its_result() {
    let mut stage = Stage::opening();
    let effects = stage.answer(|ticket| Event::Synchronized(ticket, Err(refused(code::SESSION_COMPLETED))));
    assert!(matches!(requests(&effects)[..], [Effect::Complete(_, None)]));
}

#[test]
fn a_server_that_does_not_allow_to_ask_is_not_asked_for_ever() {
    let mut stage = Stage::opening();
    let mut asked = 0;
    while stage.flow.pane().is_none() {
        asked += 1;
        assert!(asked < 10, "asked {asked} times without a pause");
        stage.answer(|ticket| Event::Synchronized(ticket, Err(refused(code::STEP_NOT_ALLOWED))));
    }
    assert_eq!(stage.problem().kind, ProblemKind::Unexpected);
}

#[test]
fn closing_while_opening_needs_no_confirmation() {
    let mut stage = Stage::opening();
    assert!(matches!(requests(&stage.send(Event::Close))[..], [Effect::Complete(_, None)]));
    let mut stage = Stage { flow: Flow::new(), log: Vec::new() };
    assert!(matches!(requests(&stage.send(Event::Close))[..], [Effect::Complete(_, None)]));
}

#[test]
fn the_step_of_four_is_told_for_each_pane() {
    assert_eq!(Stage::at_consent().flow.step_number(), Some(1));
    assert_eq!(Stage::at_picker().flow.step_number(), Some(2));
    assert_eq!(Stage::at_oauth().flow.step_number(), Some(3));
    assert_eq!(Stage::at_loading_accounts().flow.step_number(), Some(4));
    assert_eq!(Stage::with(success(&["fca_1"])).flow.step_number(), Some(4));
    assert_eq!(Stage::with(manifest(Pane::Unknown)).flow.step_number(), None);
}

/// The merchant named a bank: it is chosen at once, and the others are one step back.
#[test]
fn a_bank_that_the_merchant_named_is_chosen_by_itself_once() {
    let named = Manifest { initial_institution: Some(bank("southbay")), ..manifest(Pane::InstitutionPicker) };
    let mut stage = Stage::with(named.clone());
    assert_eq!(stage.picker().picking(), Some(&bank("southbay")));
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(oauth("bcsess_1", AuthStatus::Pending))));
    stage.send(Event::AnotherBank);
    assert_eq!(stage.picker().picking(), None);

    let stage = Stage::with(Manifest { next_pane: Pane::Consent, ..named });
    assert!(!stage.log.iter().any(|effect| matches!(effect, Effect::CreateAuthSession(..))), "not unasked");
}
