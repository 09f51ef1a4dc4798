//! To the bank in place of the flow, where windows do not open; and whatever ended while nobody was
//! here to see it.

use linkspan_machine::{Effect, Event, PartnerAuthNotice, ProblemKind, RequestError, Trouble, Window};
use linkspan_wire::link::{AuthSession, AuthStatus, Manifest, Pane};

use crate::{
    fixtures::{oauth, resumed},
    stage::{Stage, pause, requests},
};

const ADDRESS: &str = "https://flow.example/auth/another";

fn ready(stage: &mut Stage) -> Vec<Effect> {
    let here = AuthSession { url: Some(ADDRESS.into()), ..oauth("bcsess_1", AuthStatus::Pending) };
    stage.answer(|ticket| Event::ThisTabReady(ticket, Ok(here)))
}

fn never_returns() -> Stage {
    let manifest =
        Manifest { return_url: None, ..resumed(Pane::PartnerAuth, oauth("bcsess_1", AuthStatus::Pending)) };
    Stage::with(manifest)
}

#[test]
fn the_server_is_told_before_the_page_is_left() {
    let mut stage = Stage::at_oauth();
    stage.send(Event::OpenBank);
    stage.send(Event::WindowNotReturned);
    let effects = stage.send(Event::OpenBankHere);
    assert!(matches!(&effects[..], [Effect::PrepareThisTab(_, id)] if id == "bcsess_1"), "{effects:?}");
    assert!(stage.sign_in().busy());
    stage.assert_ignored(Event::OpenBank);
    assert_eq!(ready(&mut stage), [Effect::Leave(ADDRESS.into())]);
    // The browser's own way back leads to this pane as it was left.
    assert_eq!(stage.sign_in().window, Window::Opened);
    assert_eq!(
        stage.send(Event::OpenBank),
        [Effect::OpenWindow("https://flow.example/auth/bcsess_1".into())]
    );
}

#[test]
fn where_no_windows_open_the_first_press_leads_to_the_bank() {
    let mut stage = Stage::at_oauth();
    stage.send(Event::NoWindows);
    for _ in 0..2 {
        assert!(matches!(&stage.send(Event::OpenBank)[..], [Effect::PrepareThisTab(..)]));
        assert_eq!(ready(&mut stage), [Effect::Leave(ADDRESS.into())]);
    }
}

#[test]
fn without_an_address_to_come_back_to_nobody_is_sent_away() {
    let mut stage = never_returns();
    stage.assert_ignored(Event::OpenBankHere);
    stage.send(Event::NoWindows);
    assert!(
        matches!(&stage.send(Event::OpenBank)[..], [Effect::OpenWindow(_)]),
        "the link that follows may work"
    );
}

#[test]
fn a_tab_that_cannot_be_prepared_can_be_tried_again() {
    let mut stage = Stage::at_oauth();
    stage.send(Event::OpenBankHere);
    assert_eq!(stage.answer(|ticket| Event::ThisTabReady(ticket, Err(RequestError::Unreachable))), []);
    assert_eq!(stage.sign_in().trouble, Some(Trouble::Offline));
    assert!(matches!(&stage.send(Event::OpenBankHere)[..], [Effect::PrepareThisTab(..)]));
}

#[test]
fn try_again_does_again_what_was_pressed_and_nothing_but_a_press_does() {
    let mut stage = Stage::at_oauth();
    let watch = stage.last_ticket();
    let unreachable = RequestError::Unreachable;
    stage.send(Event::OpenBankHere);
    stage.send(Event::Online(false));
    stage.answer(|ticket| Event::ThisTabReady(ticket, Err(unreachable.clone())));
    // Without a network the question that is asked all the time fails as well.
    stage.send(Event::AuthSessionSeen(watch, Err(unreachable.clone())));
    assert!(!stage.flow.goes_on_by_itself());
    assert_eq!(stage.send(Event::Online(true)), [], "the page is left by a press alone");
    assert!(matches!(&stage.send(Event::Retry)[..], [Effect::PrepareThisTab(..)]));
    assert_eq!(stage.sign_in().trouble, None);

    let mut stage = Stage::at_oauth();
    stage.send(Event::OpenBank);
    stage.send(Event::AnotherBank);
    stage.answer(|ticket| Event::AuthSessionCancelled(ticket, Err(unreachable)));
    assert!(matches!(requests(&stage.send(Event::Retry))[..], [Effect::CancelAuthSession(Some(_), _)]));
}

#[test]
fn once_the_server_answers_try_again_is_about_what_fails_then() {
    let mut stage = Stage::at_oauth();
    let watch = stage.last_ticket();
    stage.send(Event::OpenBankHere);
    stage.answer(|ticket| Event::ThisTabReady(ticket, Err(RequestError::Unreachable)));
    stage.send(Event::AuthSessionSeen(watch, Ok(oauth("bcsess_1", AuthStatus::Pending))));
    assert_eq!(stage.sign_in().trouble, None);
    stage.answer(Event::Elapsed);
    stage.answer(|ticket| Event::AuthSessionSeen(ticket, Err(RequestError::Unreachable)));
    assert!(matches!(&stage.send(Event::Retry)[..], [Effect::WatchAuthSession(..)]));
}

#[test]
fn a_yes_in_another_tab_is_found_before_the_page_is_left() {
    let mut stage = Stage::at_oauth();
    stage.send(Event::OpenBankHere);
    let effects =
        stage.answer(|ticket| Event::ThisTabReady(ticket, Ok(oauth("bcsess_1", AuthStatus::Authorized))));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Leave(_))));
    assert_eq!(stage.flow.pane(), Some(Pane::AccountPicker));
}

#[test]
fn a_sign_in_that_was_begun_at_the_bank_is_resumed_as_begun() {
    let begun = AuthSession { opened: true, ..oauth("bcsess_1", AuthStatus::Pending) };
    let stage = Stage::with(resumed(Pane::PartnerAuth, begun));
    assert_eq!(stage.sign_in().window, Window::Opened);
    assert!(matches!(stage.log.last(), Some(Effect::WatchAuthSession(..))), "and asked about");
}

#[test]
fn a_no_or_an_end_of_time_while_nobody_was_here_is_said_and_can_be_tried_again() {
    for (status, notice) in
        [(AuthStatus::Denied, PartnerAuthNotice::Denied), (AuthStatus::Expired, PartnerAuthNotice::Expired)]
    {
        let mut stage = Stage::with(resumed(Pane::PartnerAuth, oauth("bcsess_1", status)));
        assert!(
            matches!(stage.log.last(), Some(Effect::CreateAuthSession(_, bank)) if bank == "bcinst_northline")
        );
        stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(oauth("bcsess_2", AuthStatus::Pending))));
        assert_eq!(stage.sign_in().notice, Some(notice));
        assert_eq!(stage.sign_in().window, Window::Unopened);
    }
}

#[test]
fn a_failure_while_nobody_was_here_is_said() {
    let stage = Stage::with(resumed(Pane::PartnerAuth, oauth("bcsess_1", AuthStatus::Failed)));
    assert_eq!(stage.problem().kind, ProblemKind::BankError);
    assert!(stage.problem().institution.is_some() && stage.flow.may_pick_bank());
}

/// Somebody was at the bank: whether it said yes is asked before the sign-in is given up.
#[test]
fn a_yes_whose_way_back_was_lost_is_not_thrown_away() {
    for event in [Event::AnotherBank, Event::Back] {
        let mut stage = Stage::at_oauth();
        stage.send(Event::OpenBank);
        let effects = stage.send(event);
        assert!(
            matches!(requests(&effects)[..], [Effect::CancelAuthSession(Some(_), id)] if id == "bcsess_1")
        );
        assert!(stage.sign_in().giving_up());
        stage.assert_ignored(Event::AnotherBank);
        stage.assert_ignored(Event::Back);
        stage.answer(|ticket| {
            Event::AuthSessionCancelled(ticket, Ok(oauth("bcsess_1", AuthStatus::Authorized)))
        });
        assert_eq!(stage.flow.pane(), Some(Pane::AccountPicker));
    }
}

#[test]
fn without_a_yes_the_banks_are_shown_whichever_answer_comes_first() {
    let given_up = || {
        let mut stage = Stage::at_oauth();
        let watch = stage.last_ticket();
        stage.send(Event::OpenBank);
        stage.send(Event::AnotherBank);
        (stage, watch)
    };
    let cancelled = || oauth("bcsess_1", AuthStatus::Cancelled);
    let (mut stage, _) = given_up();
    let effects = stage.answer(|ticket| Event::AuthSessionCancelled(ticket, Ok(cancelled())));
    assert_eq!(effects, [Effect::PaneShown(Pane::InstitutionPicker)]);
    let (mut stage, watch) = given_up();
    let effects = stage.send(Event::AuthSessionSeen(watch, Ok(cancelled())));
    assert_eq!(effects, [Effect::PaneShown(Pane::InstitutionPicker)]);
}

#[test]
fn nobody_has_to_wait_for_a_server_that_is_silent() {
    let mut stage = Stage::at_oauth();
    stage.send(Event::OpenBank);
    assert!(pause(&stage.send(Event::AnotherBank)).is_some_and(|millis| millis > 1_000));
    stage.assert_ignored(Event::AnotherBank);
    assert_eq!(stage.answer(Event::Elapsed), []);
    assert_eq!(stage.send(Event::AnotherBank), [Effect::PaneShown(Pane::InstitutionPicker)]);

    let mut stage = Stage::at_oauth();
    stage.send(Event::OpenBank);
    stage.send(Event::AnotherBank);
    stage.answer(|ticket| Event::AuthSessionCancelled(ticket, Err(RequestError::Timeout)));
    assert_eq!(stage.sign_in().trouble, Some(Trouble::Slow), "nothing is believed");
    let effects = stage.send(Event::AnotherBank);
    assert!(matches!(requests(&effects)[..], [Effect::CancelAuthSession(Some(_), _)]));
}
