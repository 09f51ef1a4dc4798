//! The accounts on their way: asked for until the bank has them.

use linkspan_machine::{Effect, Event, Ineligible, ProblemKind, RequestError, Trouble};
use linkspan_wire::{
    error::code,
    host::HostEventName,
    link::{AuthStatus, Pane},
};

use crate::{
    fixtures::{account, accounts, bank, disabled, failed, oauth, refused, resumed},
    stage::{Stage, host_events, pause, requests},
};

#[test]
fn not_yet_is_asked_again_after_a_pause() {
    let mut stage = Stage::at_loading_accounts();
    assert!(stage.accounts().accounts.is_none());
    stage.assert_ignored(Event::Share);
    stage.assert_ignored(Event::ToggleAllAccounts);

    let effects = stage.answer(|ticket| Event::AccountsLoaded(ticket, Ok(None)));
    assert_eq!((requests(&effects).len(), pause(&effects)), (0, Some(250)));
    assert!(matches!(&stage.answer(Event::Elapsed)[..], [Effect::LoadAccounts(..)]));
    stage.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(accounts(vec![account("1")])))));
    assert!(stage.accounts().accounts.is_some());
}

#[test]
fn not_yet_is_not_for_ever() {
    let mut stage = Stage::at_loading_accounts();
    let mut asked = 0;
    while stage.flow.pane() == Some(Pane::AccountPicker) {
        asked += 1;
        assert!(asked <= 200, "180 times are enough");
        stage.answer(|ticket| Event::AccountsLoaded(ticket, Ok(None)));
        stage.answer(Event::Elapsed);
    }
    assert!(asked > 100, "asked {asked} times only");
    assert_eq!(stage.problem().kind, ProblemKind::AccountsUnavailable);
}

#[test]
fn no_answer_is_said_in_place_and_can_be_tried_again() {
    let mut stage = Stage::at_loading_accounts();
    let old = stage.last_ticket();
    stage.answer(|ticket| Event::AccountsLoaded(ticket, Err(RequestError::Timeout)));
    assert_eq!(stage.accounts().trouble, Some(Trouble::Slow));
    assert!(matches!(&stage.send(Event::Retry)[..], [Effect::LoadAccounts(..)]));
    assert_eq!(stage.accounts().trouble, None);
    stage.assert_ignored(Event::Retry);
    stage.assert_ignored(Event::AccountsLoaded(old, Ok(Some(accounts(vec![account("1")])))));
}

#[test]
fn accounts_that_cannot_be_read_may_be_asked_for_once_more() {
    for answer in [Err(failed(code::ACCOUNTS_UNAVAILABLE)), Ok(Some(accounts(Vec::new())))] {
        let mut stage = Stage::at_loading_accounts();
        let effects = stage.answer(|ticket| Event::AccountsLoaded(ticket, answer.clone()));
        let event = host_events(&effects)[0];
        assert_eq!(event.name, HostEventName::Error);
        assert_eq!(event.metadata.error_code.as_deref(), Some("accounts_unavailable"));
        assert_eq!(stage.problem().kind, ProblemKind::AccountsUnavailable);
        assert!(stage.problem().can_retry());

        let effects = stage.send(Event::Retry);
        assert!(matches!(effects.last(), Some(Effect::LoadAccounts(_, id)) if id == "bcsess_1"));
        stage.answer(|ticket| Event::AccountsLoaded(ticket, answer));
        assert_eq!(stage.problem().kind, ProblemKind::AccountsUnavailable);
        assert!(!stage.problem().can_retry());
        stage.assert_ignored(Event::Retry);
    }
}

#[test]
fn the_accounts_of_another_bank_have_a_further_try_of_their_own() {
    let mut stage = Stage::at_loading_accounts();
    for _ in 0..2 {
        stage.answer(|ticket| Event::AccountsLoaded(ticket, Err(failed(code::ACCOUNTS_UNAVAILABLE))));
        stage.send(Event::Retry);
    }
    stage.send(Event::Pick(bank("southbay")));
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(oauth("bcsess_1", AuthStatus::Pending))));
    stage.authorize();
    stage.answer(|ticket| Event::AccountsLoaded(ticket, Err(failed(code::ACCOUNTS_UNAVAILABLE))));
    assert!(stage.problem().can_retry());
}

#[test]
fn none_that_can_be_ticked_is_no_empty_dead_end() {
    let mut stage = Stage::at_loading_accounts();
    let rows = accounts(vec![disabled("1"), disabled("2")]);
    stage.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(rows))));
    assert_eq!(stage.problem().kind, ProblemKind::NoEligibleAccounts { found: 2, why: Ineligible::Several });
    assert!(!stage.problem().can_retry());
    stage.send(Event::AnotherBank);
    assert_eq!(stage.flow.pane(), Some(Pane::InstitutionPicker));
}

#[test]
fn another_bank_can_be_chosen_while_they_load() {
    let mut stage = Stage::at_loading_accounts();
    let old = stage.last_ticket();
    stage.send(Event::AnotherBank);
    assert_eq!(stage.flow.pane(), Some(Pane::InstitutionPicker));
    stage.assert_ignored(Event::AccountsLoaded(old, Ok(Some(accounts(vec![account("1")])))));
}

#[test]
fn a_reload_comes_back_to_the_accounts_without_a_second_authorized_event() {
    let mut stage = Stage::opening();
    let auth = oauth("bcsess_1", AuthStatus::Authorized);
    let effects = stage.answer(|ticket| Event::Synchronized(ticket, Ok(resumed(Pane::AccountPicker, auth))));
    assert_eq!(crate::stage::event_names(&effects), [HostEventName::Open]);
    assert!(matches!(effects.last(), Some(Effect::LoadAccounts(_, id)) if id == "bcsess_1"));
}

#[test]
fn a_sign_in_that_the_server_has_left_behind_is_followed_to_where_the_session_stands() {
    let mut stage = Stage::at_loading_accounts();
    let effects = stage.answer(|ticket| Event::AccountsLoaded(ticket, Err(refused(code::STEP_NOT_ALLOWED))));
    assert!(matches!(&effects[..], [Effect::Synchronize(_)]));
}
