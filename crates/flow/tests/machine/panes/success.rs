//! What was linked: done, or one more bank.

use linkspan_machine::{Effect, Event, RequestError, Trouble};
use linkspan_wire::{
    error::code,
    link::{AuthSession, AuthStatus, Manifest, Pane},
};

use crate::{
    fixtures::{busy, linked_account, manifest, refused, resumed, saving, success},
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
    let asked = saving("bcsess_1", AuthStatus::Pending);
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(asked)));
    assert_eq!(stage.flow.pane(), Some(Pane::PartnerAuth));
    stage.send(Event::SubmitCredentials(Vec::new()));
    let saved = AuthSession { next_pane: Pane::Success, ..saving("bcsess_1", AuthStatus::Authorized) };
    let effects = stage.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(saved)));
    assert!(matches!(requests(&effects)[..], [Effect::Synchronize(_)]));
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(success(&["fca_1"]))));
    assert_eq!(stage.flow.pane(), Some(Pane::Success));
    stage.assert_ignored(Event::SaveAccounts);
}

#[test]
fn saving_is_the_step_after_the_accounts() {
    assert_eq!(saving_resumed().flow.step_number(), Some(4));
    assert_eq!(Stage::at_form().flow.step_number(), Some(3));
}

#[test]
fn too_many_codes_are_told_from_a_server_that_is_busy_and_not_tried_again() {
    let mut stage = Stage::with(Manifest { offer_save: true, ..success(&["fca_1"]) });
    stage.send(Event::SaveAccounts);
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(busy())));
    assert_eq!(stage.success().trouble, Some(Trouble::Codes));
    assert_eq!(stage.send(Event::Retry), []);
    assert!(matches!(requests(&stage.send(Event::Done))[..], [Effect::Complete(..)]));

    let mut stage = Stage::at_picker();
    let saved = saving("bcsess_1", AuthStatus::Pending).institution;
    stage.send(Event::Pick(saved.clone()));
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(busy())));
    assert_eq!(stage.picker().trouble, Some(Trouble::Codes));
    assert_eq!(stage.send(Event::Retry), []);
    stage.send(Event::Pick(saved));
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(RequestError::Timeout)));
    assert!(matches!(stage.send(Event::Retry)[..], [Effect::CreateAuthSession(..)]), "others are");
}

#[test]
fn whoever_is_known_saves_without_a_question() {
    let mut stage = Stage::with(Manifest { offer_save: true, ..success(&["fca_1"]) });
    stage.send(Event::SaveAccounts);
    let saved = AuthSession { next_pane: Pane::Success, ..saving("bcsess_1", AuthStatus::Authorized) };
    let effects = stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(saved)));
    assert!(matches!(requests(&effects)[..], [Effect::Synchronize(_)]));
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(success(&["fca_1"]))));
    assert_eq!(stage.flow.pane(), Some(Pane::Success));
}

/// The page was loaded again while the accounts were being saved.
fn saving_resumed() -> Stage {
    let begun = Manifest { offer_save: true, ..success(&["fca_1"]) };
    let auth = Some(saving("bcsess_1", AuthStatus::Pending));
    Stage::with(Manifest { next_pane: Pane::PartnerAuth, active_auth_session: auth, ..begun })
}

#[test]
fn saving_that_was_resumed_leads_back_to_what_is_linked() {
    let mut stage = saving_resumed();
    assert!(stage.flow.is_saving());
    let effects = stage.send(Event::AnotherBank);
    assert!(
        matches!(requests(&effects)[..], [Effect::CancelAuthSession(Some(_), _)]),
        "the server says where that is once it gave the sign-in up"
    );
    stage.assert_ignored(Event::SubmitCredentials(Vec::new()));
    let effects = stage
        .answer(|ticket| Event::AuthSessionCancelled(ticket, Ok(saving("bcsess_1", AuthStatus::Cancelled))));
    assert!(matches!(requests(&effects)[..], [Effect::Synchronize(_)]));
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(success(&["fca_1"]))));
    assert_eq!(stage.flow.pane(), Some(Pane::Success));
}

#[test]
fn saving_that_fails_leads_back_to_what_is_linked() {
    let fails = |stage: &mut Stage| {
        stage.send(Event::SubmitCredentials(Vec::new()));
        let failed = saving("bcsess_1", AuthStatus::Failed);
        stage.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(failed)))
    };
    let mut stage = saving_resumed();
    assert!(matches!(requests(&fails(&mut stage))[..], [Effect::Synchronize(_)]));

    let mut stage = Stage::with(Manifest { offer_save: true, ..success(&["fca_1"]) });
    stage.send(Event::SaveAccounts);
    let begun = saving("bcsess_1", AuthStatus::Pending);
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(begun)));
    assert_eq!(fails(&mut stage), [Effect::PaneShown(Pane::Success)]);
    assert!(stage.flow.saving_ended(), "and it is said there");
}

#[test]
fn saving_that_took_too_long_is_said_where_it_leads_back_to() {
    let mut stage = saving_resumed();
    stage.send(Event::SubmitCredentials(Vec::new()));
    let late = saving("bcsess_1", AuthStatus::Expired);
    stage.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(late)));
    let anew = saving("bcsess_2", AuthStatus::Pending);
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(anew)));
    stage.send(Event::AnotherBank);
    let cancelled = saving("bcsess_2", AuthStatus::Cancelled);
    stage.answer(|ticket| Event::AuthSessionCancelled(ticket, Ok(cancelled)));
    let left = Manifest { offer_save: true, ..success(&["fca_1"]) };
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(left)));
    assert_eq!(stage.flow.pane(), Some(Pane::Success));
    assert!(stage.flow.saving_ended());
    stage.send(Event::SaveAccounts);
    assert!(!stage.flow.saving_ended(), "it is tried once more");
}

#[test]
fn saved_accounts_that_are_used_lead_to_the_banks() {
    let asked = saving("bcsess_1", AuthStatus::Pending);
    let mut stage = Stage::with(resumed(Pane::PartnerAuth, asked));
    assert!(!stage.flow.is_saving());
    let effects = stage.send(Event::AnotherBank);
    assert!(matches!(requests(&effects)[..], [Effect::LinkMoreAccounts(_)]));
}

#[test]
fn back_from_the_choice_of_one_more_bank_leads_to_what_is_linked() {
    let more =
        Manifest { linked_accounts: vec![linked_account("fca_1")], ..manifest(Pane::InstitutionPicker) };
    for resumed in [false, true] {
        let mut stage =
            if resumed { Stage::with(success(&["fca_1"])) } else { Stage::at_success(&["fca_1"]) };
        stage.send(Event::AnotherBank);
        stage.answer(|ticket| Event::MoreAccounts(ticket, Ok(more.clone())));
        assert!(stage.flow.can_go_back());
        assert_eq!(stage.send(Event::Back), [Effect::PaneShown(Pane::Success)]);
        assert!(matches!(requests(&stage.send(Event::Done))[..], [Effect::Complete(_, None)]));
    }
    // Resumed at the choice itself: only the server can open what is linked.
    let mut stage = Stage::with(more);
    assert!(matches!(&stage.send(Event::Back)[..], [Effect::Synchronize(_)]));
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(success(&["fca_1"]))));
    assert_eq!(stage.flow.pane(), Some(Pane::Success));
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
