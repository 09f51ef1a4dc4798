//! How the flow ends: what the promise resolves with.

use linkspan_machine::{Effect, Event, RequestError, Sheet, Trouble};
use linkspan_wire::{
    error::code,
    host::HostEventName,
    link::{Completed, Pane},
};

use crate::{
    fixtures::{
        RETURN_URL, SESSION, account, accounts, completed, failed, linked_account, manifest, refused, success,
    },
    stage::{Stage, event_names, outcome, pause, requests},
};

/// Ids of the accounts in the result, or the error's code.
fn result(effects: &[Effect]) -> Result<Vec<&str>, &str> {
    let outcome = outcome(effects).expect("the flow ended");
    match (&outcome.result.session, &outcome.result.error) {
        (Some(session), None) => {
            assert_eq!(session.id, SESSION);
            Ok(session.accounts.iter().map(|account| account.id.as_str()).collect())
        }
        (None, Some(error)) => {
            assert!(error.message.as_deref().is_some_and(|message| !message.is_empty()));
            Err(error.code.as_deref().expect("an error has a code"))
        }
        both => panic!("just one of session and error: {both:?}"),
    }
}

fn complete(stage: &mut Stage, answer: Result<Completed, RequestError>) -> Vec<Effect> {
    stage.answer(|ticket| Event::Completed(ticket, answer))
}

fn left_at_sign_in() -> Stage {
    let mut stage = Stage::at_oauth();
    stage.send(Event::Close);
    stage.send(Event::ConfirmLeave);
    stage
}

/// Left where a bank was down.
fn left_at_problem() -> Stage {
    let mut stage = Stage::at_oauth();
    stage.answer(|ticket| Event::AuthSessionSeen(ticket, Err(failed(code::INSTITUTION_ERROR))));
    stage.send(Event::Close);
    stage.send(Event::ConfirmLeave);
    stage
}

fn done(linked: &[&str]) -> Stage {
    let mut stage = Stage::at_success(linked);
    stage.send(Event::Done);
    stage
}

#[test]
fn accounts_win_over_everything() {
    for mut stage in [done(&["fca_1"]), left_at_sign_in(), left_at_problem()] {
        let effects = complete(&mut stage, Ok(completed(&["fca_1", "fca_2"])));
        assert_eq!(result(&effects), Ok(vec!["fca_1", "fca_2"]));
        assert_eq!(event_names(&effects), [HostEventName::Success]);
        assert_eq!(outcome(&effects).and_then(|end| end.return_url.as_deref()), Some(RETURN_URL));
        assert!(stage.flow.finished());
    }
}

#[test]
fn leaving_early_is_an_empty_result_and_cancel() {
    let effects = complete(&mut left_at_sign_in(), Ok(completed(&[])));
    assert_eq!(result(&effects), Ok(Vec::new()));
    assert_eq!(event_names(&effects), [HostEventName::Cancel]);
    let mut stage = Stage::opening();
    stage.answer(|ticket| Event::Synchronized(ticket, Err(RequestError::Timeout)));
    stage.send(Event::Close);
    assert_eq!(result(&complete(&mut stage, Ok(completed(&[])))), Ok(Vec::new()));
}

#[test]
fn an_error_at_close_with_nothing_linked_is_the_result() {
    let effects = complete(&mut left_at_problem(), Ok(completed(&[])));
    assert_eq!(result(&effects), Err("institution_error"));
    assert_eq!(event_names(&effects), Vec::<HostEventName>::new(), "error was said when it happened");
}

#[test]
fn when_complete_fails_the_error_at_close_goes_before_its_own() {
    let effects = complete(&mut left_at_problem(), Err(RequestError::Unreachable));
    assert_eq!(result(&effects), Err("institution_error"));
    for (error, code) in [
        (RequestError::Unreachable, "api_connection_error"),
        (RequestError::Timeout, "api_connection_error"),
        (RequestError::Unreadable, "unexpected_error"),
        (refused(code::SESSION_EXPIRED), "session_expired"),
    ] {
        assert_eq!(result(&complete(&mut left_at_sign_in(), Err(error))), Err(code));
    }
}

#[test]
fn what_is_linked_survives_an_end_that_cannot_be_confirmed() {
    for error in [refused(code::SESSION_EXPIRED), refused(code::RESOURCE_MISSING), refused("whatever")] {
        let effects = complete(&mut done(&["fca_1"]), Err(error));
        assert_eq!(result(&effects), Ok(vec!["fca_1"]));
        assert_eq!(event_names(&effects), [HostEventName::Success]);
    }
}

#[test]
fn with_something_linked_the_end_is_tried_again() {
    for again in [Event::Retry, Event::Done] {
        let mut stage = done(&["fca_1"]);
        assert!(requests(&complete(&mut stage, Err(RequestError::Unreachable))).is_empty());
        assert_eq!(stage.flow.closing().and_then(|closing| closing.trouble), Some(Trouble::Offline));
        assert!(matches!(&stage.send(again)[..], [Effect::Complete(_, None)]));
        assert!(stage.flow.closing().is_some_and(|closing| closing.busy() && closing.trouble.is_none()));
        assert_eq!(result(&complete(&mut stage, Ok(completed(&["fca_1"])))), Ok(vec!["fca_1"]));
    }
}

#[test]
fn closing_after_a_failed_try_ends_with_what_is_known() {
    let mut stage = done(&["fca_1"]);
    complete(&mut stage, Err(RequestError::Unreachable));
    let effects = stage.send(Event::Close);
    assert_eq!(result(&effects), Ok(vec!["fca_1"]));
    assert_eq!(outcome(&effects).and_then(|end| end.return_url.as_deref()), Some(RETURN_URL));
}

#[test]
fn a_double_click_on_close_does_not_cut_the_answer_off() {
    let mut stage = Stage::at_consent();
    let effects = stage.send(Event::Close);
    assert_eq!(pause(&effects), Some(2_000));
    stage.assert_ignored(Event::Close);
    stage.assert_ignored(Event::Back);
    assert_eq!(result(&complete(&mut stage, Ok(completed(&[])))), Ok(Vec::new()));
}

#[test]
fn a_server_that_takes_long_does_not_hold_the_person() {
    let mut stage = Stage::at_consent();
    let effects = stage.send(Event::Close);
    let Some(Effect::Wait(pause, _)) = effects.last() else { panic!("no pause: {effects:?}") };
    stage.send(Event::Elapsed(*pause));
    assert_eq!(result(&stage.send(Event::Close)), Err("api_connection_error"));
}

#[test]
fn accounts_linked_by_an_answer_that_was_on_its_way_count() {
    let mut stage = Stage::at_accounts(accounts(vec![account("1")]));
    stage.send(Event::Share);
    let share = stage.last_ticket();
    stage.send(Event::Close);
    stage.send(Event::ConfirmLeave);
    assert_eq!(stage.send(Event::AccountsSelected(share, Ok(success(&["fca_1"])))), []);
    assert_eq!(stage.flow.pane(), Some(Pane::AccountPicker), "no pane opens any more");
    assert_eq!(result(&complete(&mut stage, Err(refused("whatever")))), Ok(vec!["fca_1"]));

    let mut stage = Stage::opening();
    let opening = stage.last_ticket();
    stage.send(Event::Close);
    stage.send(Event::Synchronized(opening, Ok(success(&["fca_1"]))));
    assert_eq!(result(&complete(&mut stage, Err(refused("whatever")))), Ok(vec!["fca_1"]));
}

#[test]
fn an_answer_that_nobody_awaits_links_nothing() {
    let mut stage = Stage::at_accounts(accounts(vec![account("1")]));
    stage.send(Event::Share);
    let old = stage.last_ticket();
    stage.answer(|ticket| Event::AccountsSelected(ticket, Err(RequestError::Timeout)));
    stage.send(Event::Close);
    stage.send(Event::ConfirmLeave);
    stage.assert_ignored(Event::AccountsSelected(old, Ok(success(&["fca_1"]))));
}

#[test]
fn while_ending_nothing_else_happens() {
    let mut stage = Stage::at_consent();
    stage.send(Event::Close);
    for event in [
        Event::Agree,
        Event::Start,
        Event::ConfirmLeave,
        Event::CloseSheet,
        Event::OpenDetails(linkspan_machine::Details::About),
        Event::AnotherBank,
        Event::Retry,
    ] {
        stage.assert_ignored(event);
    }
    assert!(!stage.flow.can_go_back());
}

#[test]
fn after_the_end_nothing_happens_whatever_comes() {
    let mut stage = done(&["fca_1"]);
    let ticket = stage.last_ticket();
    complete(&mut stage, Ok(completed(&["fca_1"])));
    for event in [
        Event::Close,
        Event::Start,
        Event::Retry,
        Event::Done,
        Event::Online(false),
        Event::Completed(ticket, Ok(completed(&[]))),
    ] {
        stage.assert_ignored(event);
    }
}

#[test]
fn an_answer_to_an_older_end_is_dropped() {
    let mut stage = done(&["fca_1"]);
    let old = stage.last_ticket();
    complete(&mut stage, Err(RequestError::Timeout));
    stage.send(Event::Retry);
    stage.assert_ignored(Event::Completed(old, Ok(completed(&[]))));
}

#[test]
fn a_session_that_ended_in_another_tab_gives_its_stored_result() {
    let mut stage = Stage::at_oauth();
    let effects =
        stage.answer(|ticket| Event::AuthSessionSeen(ticket, Err(refused(code::SESSION_COMPLETED))));
    assert!(matches!(requests(&effects)[..], [Effect::Complete(_, None)]));
    assert_eq!(event_names(&effects), Vec::<HostEventName>::new());
    assert_eq!(result(&complete(&mut stage, Ok(completed(&["fca_9"])))), Ok(vec!["fca_9"]));
}

#[test]
fn an_expired_session_ends_with_that_error_unless_something_is_linked() {
    let expired = |mut stage: Stage| {
        stage.send(Event::AnotherBank);
        stage.answer(|ticket| Event::MoreAccounts(ticket, Err(refused(code::SESSION_EXPIRED))));
        stage.send(Event::Close);
        stage
    };
    let effects = complete(&mut expired(Stage::with(success(&[]))), Err(refused(code::SESSION_EXPIRED)));
    assert_eq!(result(&effects), Err("session_expired"));
    let effects = complete(&mut expired(Stage::at_success(&["fca_1"])), Ok(completed(&["fca_1"])));
    assert_eq!(result(&effects), Ok(vec!["fca_1"]));
}

#[test]
fn the_confirmation_stays_when_close_is_pressed_over_it() {
    let mut stage = Stage::at_picker();
    stage.send(Event::Close);
    stage.assert_ignored(Event::Close);
    assert_eq!(stage.flow.sheet(), Some(Sheet::Leave));
    stage.send(Event::Back);
    assert_eq!(stage.flow.sheet(), None);
    assert!(stage.flow.closing().is_none());
}

#[test]
fn accounts_linked_before_a_second_bank_failed_are_kept() {
    let mut more = manifest(Pane::InstitutionPicker);
    more.linked_accounts = vec![linked_account("fca_1")];
    let mut stage = Stage::picking_with(more);
    stage.send(Event::Pick(crate::fixtures::bank("southbay")));
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(failed(code::INSTITUTION_ERROR))));
    stage.send(Event::Close);
    stage.send(Event::ConfirmLeave);
    complete(&mut stage, Err(RequestError::Unreachable));
    assert_eq!(result(&stage.send(Event::Close)), Ok(vec!["fca_1"]));
}
