//! What was linked: done, or one more bank.

use linkspan_machine::{Effect, Event, RequestError, Trouble};
use linkspan_wire::{
    error::code,
    link::{AuthSession, AuthStatus, Manifest, Pane, StepKind},
};

use crate::{
    fixtures::{form, linked_account, manifest, refused, success},
    stage::{Stage, outcome, requests},
};

#[test]
fn done_closes_and_a_double_click_asks_once() {
    let mut stage = Stage::at_success(&["fca_1"]);
    let effects = stage.send(Event::Done);
    assert!(matches!(requests(&effects)[..], [Effect::Complete(_, None)]));
    stage.assert_ignored(Event::Done);
}

#[test]
fn close_and_back_are_done_too_without_confirmation() {
    for event in [Event::Close, Event::Back] {
        let mut stage = Stage::at_success(&["fca_1"]);
        assert!(!stage.flow.can_go_back());
        assert!(matches!(requests(&stage.send(event))[..], [Effect::Complete(_, None)]));
        assert_eq!(stage.flow.sheet(), None);
    }
}

#[test]
fn done_means_nothing_elsewhere() {
    Stage::at_picker().assert_ignored(Event::Done);
    Stage::at_oauth().assert_ignored(Event::Done);
}

#[test]
fn another_bank_keeps_what_is_linked() {
    let mut stage = Stage::at_success(&["fca_1"]);
    let effects = stage.send(Event::AnotherBank);
    assert!(matches!(&effects[..], [Effect::LinkMoreAccounts(_)]));
    assert!(stage.success().busy());
    stage.assert_ignored(Event::AnotherBank);

    let more =
        Manifest { linked_accounts: vec![linked_account("fca_1")], ..manifest(Pane::InstitutionPicker) };
    stage.answer(|ticket| Event::MoreAccounts(ticket, Ok(more)));
    assert_eq!(stage.flow.pane(), Some(Pane::InstitutionPicker));
    assert_eq!(stage.flow.manifest().map(|manifest| manifest.linked_accounts.len()), Some(1));
}

#[test]
fn a_way_to_another_bank_that_fails_can_be_tried_again_and_done_still_works() {
    let mut stage = Stage::at_success(&["fca_1"]);
    stage.send(Event::AnotherBank);
    stage.answer(|ticket| Event::MoreAccounts(ticket, Err(RequestError::Unreachable)));
    assert_eq!(stage.success().trouble, Some(Trouble::Offline));
    assert!(matches!(&stage.send(Event::Retry)[..], [Effect::LinkMoreAccounts(_)]));
    assert!(matches!(requests(&stage.send(Event::Done))[..], [Effect::Complete(..)]));
}

#[test]
fn an_answer_to_an_older_question_is_dropped() {
    let mut stage = Stage::at_success(&["fca_1"]);
    stage.assert_ignored(Event::Retry);
    stage.send(Event::AnotherBank);
    let old = stage.last_ticket();
    stage.answer(|ticket| Event::MoreAccounts(ticket, Err(RequestError::Timeout)));
    stage.send(Event::Retry);
    stage.assert_ignored(Event::MoreAccounts(old, Err(refused(code::SESSION_EXPIRED))));
}

#[test]
fn another_bank_is_offered_only_when_the_session_takes_more() {
    assert!(Stage::at_success(&["fca_1"]).flow.may_link_more());
    for full in [
        Manifest { account_limit: Some(1), ..success(&["fca_1"]) },
        Manifest { disable_link_more_accounts: true, ..success(&["fca_1"]) },
    ] {
        let mut stage = Stage::with(full);
        assert!(!stage.flow.may_link_more());
        stage.assert_ignored(Event::AnotherBank);
    }
    let room = Manifest { account_limit: Some(2), ..success(&["fca_1"]) };
    assert!(Stage::with(room).flow.may_link_more());
}

#[test]
fn the_pane_can_be_skipped() {
    let mut stage = Stage::opening();
    let skip = Manifest { skip_success_pane: true, ..success(&["fca_1"]) };
    let effects = stage.answer(|ticket| Event::Synchronized(ticket, Ok(skip)));
    assert!(matches!(requests(&effects)[..], [Effect::Complete(_, None)]));
    assert!(outcome(&effects).is_none());
}

#[test]
fn saving_is_a_sign_in_that_leads_back() {
    let offered = Manifest { offer_save: true, ..success(&["fca_1"]) };
    let mut stage = Stage::with(offered);
    let effects = stage.send(Event::SaveAccounts);
    assert!(matches!(requests(&effects)[..], [Effect::CreateAuthSession(_, bank)] if bank == "bcinst_saved"));
    stage.assert_ignored(Event::SaveAccounts);
    stage.assert_ignored(Event::AnotherBank);
    let asked = form("bcsess_1", AuthStatus::Pending, StepKind::Save);
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(asked)));
    assert_eq!(stage.flow.pane(), Some(Pane::PartnerAuth));
    stage.send(Event::SubmitCredentials(Vec::new()));
    let saved =
        AuthSession { next_pane: Pane::Success, ..form("bcsess_1", AuthStatus::Authorized, StepKind::Code) };
    let effects = stage.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(saved)));
    assert!(matches!(requests(&effects)[..], [Effect::Synchronize(_)]));
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(success(&["fca_1"]))));
    assert_eq!(stage.flow.pane(), Some(Pane::Success));
    stage.assert_ignored(Event::SaveAccounts);
}

#[test]
fn saving_that_does_not_begin_takes_nothing_away() {
    let mut stage = Stage::with(Manifest { offer_save: true, ..success(&["fca_1"]) });
    stage.send(Event::SaveAccounts);
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(RequestError::Timeout)));
    assert_eq!(stage.flow.pane(), Some(Pane::Success));
    assert!(!stage.success().busy());
    let effects = stage.send(Event::Retry);
    assert!(matches!(requests(&effects)[..], [Effect::CreateAuthSession(_, bank)] if bank == "bcinst_saved"));
}
