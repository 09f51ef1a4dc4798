//! Signing in at the bank, in its own window.

use linkspan_machine::{Effect, Event, PartnerAuthNotice, ProblemKind, RequestError, Sheet, Trouble, Window};
use linkspan_wire::{
    error::code,
    host::HostEventName,
    link::{AuthStatus, Pane},
};

use crate::{
    fixtures::{failed, manifest, oauth, refused, resumed, success},
    stage::{Stage, event_names, outcome, pause, requests},
};

fn seen(stage: &mut Stage, status: AuthStatus) -> Vec<Effect> {
    stage.answer(|ticket| Event::AuthSessionSeen(ticket, Ok(oauth("bcsess_1", status))))
}

fn unanswered(stage: &mut Stage) -> Vec<Effect> {
    stage.answer(|ticket| Event::AuthSessionSeen(ticket, Err(RequestError::Unreachable)))
}

#[test]
fn the_window_opens_in_the_click_and_the_server_is_watched_all_the_time() {
    let mut stage = Stage::at_oauth();
    assert!(matches!(stage.log.last(), Some(Effect::WatchAuthSession(_, id)) if id == "bcsess_1"));
    assert_eq!(stage.sign_in().window, Window::Unopened);

    let effects = stage.send(Event::OpenBank);
    assert_eq!(effects, [Effect::OpenWindow("https://flow.example/auth/bcsess_1".into())]);
    assert_eq!(stage.sign_in().window, Window::Opened);
    assert!(!stage.sign_in().busy(), "the person is free to open it once more");
}

#[test]
fn no_news_is_asked_for_again_after_a_pause() {
    let mut stage = Stage::at_oauth();
    let effects = seen(&mut stage, AuthStatus::Pending);
    assert_eq!(requests(&effects), Vec::<&Effect>::new(), "never in a tight loop");
    assert!(pause(&effects).is_some_and(|millis| millis > 0));
    let effects = stage.answer(Event::Elapsed);
    assert!(matches!(&effects[..], [Effect::WatchAuthSession(..)]));
}

#[test]
fn authorized_leads_to_the_accounts_whatever_the_window_seemed_to_be() {
    for clicks in [vec![], vec![Event::OpenBank], vec![Event::OpenBank, Event::WindowNotReturned]] {
        let mut stage = Stage::at_oauth();
        for click in clicks {
            stage.send(click);
        }
        let effects = stage.authorize();
        assert_eq!(event_names(&effects), [HostEventName::InstitutionAuthorized]);
        assert!(effects.contains(&Effect::PaneShown(Pane::AccountPicker)));
        assert!(matches!(effects.last(), Some(Effect::LoadAccounts(_, id)) if id == "bcsess_1"));
    }
}

#[test]
fn a_window_that_was_not_returned_is_said_and_nothing_is_cancelled() {
    let mut stage = Stage::at_oauth();
    stage.send(Event::OpenBank);
    assert_eq!(stage.send(Event::WindowNotReturned), []);
    assert_eq!(stage.sign_in().window, Window::NotReturned);
    assert!(matches!(&stage.send(Event::OpenBank)[..], [Effect::OpenWindow(_)]), "the way on stays");
    assert_eq!(stage.sign_in().window, Window::Opened);
}

#[test]
fn a_no_at_the_bank_begins_a_new_sign_in_and_says_so() {
    for (status, notice) in
        [(AuthStatus::Denied, PartnerAuthNotice::Denied), (AuthStatus::Expired, PartnerAuthNotice::Expired)]
    {
        let mut stage = Stage::at_oauth();
        stage.send(Event::OpenBank);
        let effects = seen(&mut stage, status);
        assert!(matches!(&effects[..], [Effect::CreateAuthSession(_, id)] if id == "bcinst_northline"));
        assert_eq!(stage.sign_in().notice, Some(notice));
        assert!(stage.sign_in().busy());
        stage.assert_ignored(Event::OpenBank);

        let effects = stage
            .answer(|ticket| Event::AuthSessionCreated(ticket, Ok(oauth("bcsess_2", AuthStatus::Pending))));
        assert!(matches!(effects.last(), Some(Effect::WatchAuthSession(_, id)) if id == "bcsess_2"));
        assert_eq!(stage.sign_in().notice, Some(notice), "still to be read");
        assert_eq!(stage.sign_in().window, Window::Unopened);

        let effects = stage.send(Event::OpenBank);
        assert_eq!(effects, [Effect::OpenWindow("https://flow.example/auth/bcsess_2".into())]);
        assert_eq!(stage.sign_in().notice, None);
    }
}

#[test]
fn a_new_sign_in_that_cannot_begin_can_be_tried_again() {
    let mut stage = Stage::at_oauth();
    seen(&mut stage, AuthStatus::Denied);
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(RequestError::Timeout)));
    assert_eq!(stage.sign_in().trouble, Some(Trouble::Slow));
    assert!(!stage.sign_in().busy());
    stage.assert_ignored(Event::OpenBank);
    assert!(matches!(&stage.send(Event::Retry)[..], [Effect::CreateAuthSession(..)]));
    assert_eq!(stage.sign_in().notice, Some(PartnerAuthNotice::Denied));
}

#[test]
fn a_bank_that_always_says_no_by_itself_is_given_up() {
    let mut stage = Stage::at_oauth();
    let mut asked = 0;
    while stage.flow.pane() == Some(Pane::PartnerAuth) && asked < 50 {
        asked += 1;
        seen(&mut stage, AuthStatus::Denied);
        if stage.sign_in_is_renewing() {
            stage.answer(|ticket| {
                Event::AuthSessionCreated(ticket, Ok(oauth("bcsess_1", AuthStatus::Pending)))
            });
        }
    }
    assert!(asked < 10, "asked {asked} times");
    assert_eq!(stage.problem().kind, ProblemKind::SignInFailed);
}

#[test]
fn failed_questions_are_asked_again_more_and_more_slowly() {
    let mut stage = Stage::at_oauth();
    let mut pauses = Vec::new();
    for _ in 0..7 {
        let effects = unanswered(&mut stage);
        pauses.push(pause(&effects).expect("a pause"));
        assert_eq!(requests(&effects), Vec::<&Effect>::new());
        assert_eq!(stage.sign_in().trouble, Some(Trouble::Offline));
        assert!(matches!(&stage.answer(Event::Elapsed)[..], [Effect::WatchAuthSession(..)]));
    }
    assert!(pauses.is_sorted(), "{pauses:?}");
    assert!(pauses[0] < pauses[4] && pauses[6] <= 15_000, "{pauses:?}");

    seen(&mut stage, AuthStatus::Pending);
    assert_eq!(stage.sign_in().trouble, None);
    stage.answer(Event::Elapsed);
    assert_eq!(pause(&unanswered(&mut stage)), Some(pauses[0]), "an answer resets it");
}

#[test]
fn try_again_asks_at_once_and_the_old_pause_is_over() {
    let mut stage = Stage::at_oauth();
    unanswered(&mut stage);
    let waiting = stage.last_ticket();
    assert!(matches!(&stage.send(Event::Retry)[..], [Effect::WatchAuthSession(..)]));
    assert_eq!(stage.sign_in().trouble, None);
    stage.assert_ignored(Event::Elapsed(waiting));
}

#[test]
fn an_answer_about_a_sign_in_that_was_left_is_dropped() {
    let mut stage = Stage::at_oauth();
    let old = stage.last_ticket();
    stage.send(Event::Back);
    stage.assert_ignored(Event::AuthSessionSeen(old, Ok(oauth("bcsess_1", AuthStatus::Authorized))));
    stage.assert_ignored(Event::AuthSessionSeen(old, Err(refused(code::SESSION_EXPIRED))));
}

#[test]
fn back_and_another_bank_give_the_sign_in_up() {
    for event in [Event::Back, Event::AnotherBank] {
        let mut stage = Stage::at_oauth();
        assert!(stage.flow.can_go_back());
        let effects = stage.send(event);
        assert_eq!(
            effects,
            [Effect::CancelAuthSession(None, "bcsess_1".into()), Effect::PaneShown(Pane::InstitutionPicker)]
        );
    }
}

#[test]
fn leaving_is_confirmed_and_can_be_thought_over() {
    let mut stage = Stage::at_oauth();
    assert_eq!(stage.send(Event::Close), []);
    assert_eq!(stage.flow.sheet(), Some(Sheet::Leave));
    assert_eq!(stage.send(Event::CloseSheet), []);
    assert!(stage.flow.sheet().is_none() && stage.flow.closing().is_none());
    stage.assert_ignored(Event::ConfirmLeave);

    stage.send(Event::Close);
    let effects = stage.send(Event::ConfirmLeave);
    assert!(matches!(requests(&effects)[..], [Effect::Complete(_, None)]));
    assert!(outcome(&effects).is_none());
}

#[test]
fn authorized_while_leaving_is_thought_over_is_not_thrown_away() {
    let mut stage = Stage::at_oauth();
    stage.send(Event::Close);
    stage.authorize();
    assert_eq!(stage.flow.pane(), Some(Pane::AccountPicker));
    assert_eq!(stage.flow.sheet(), None);
}

#[test]
fn a_banks_window_that_breaks_is_a_problem_with_one_more_try_and_another_bank_to_choose() {
    let mut stage = Stage::at_oauth();
    let effects = seen(&mut stage, AuthStatus::Failed);
    assert_eq!(event_names(&effects), [HostEventName::Error]);
    assert_eq!(stage.problem().kind, ProblemKind::BankError);
    assert!(stage.problem().can_retry());
    assert_eq!(stage.problem().institution.as_ref().map(|bank| bank.name.as_str()), Some("northline"));
}

#[test]
fn given_up_in_another_tab_asks_the_server_where_the_session_stands() {
    let mut stage = Stage::at_oauth();
    let effects = seen(&mut stage, AuthStatus::Cancelled);
    assert!(matches!(&effects[..], [Effect::Synchronize(_)]));
    let effects = stage.answer(|ticket| Event::Synchronized(ticket, Ok(success(&["fca_1"]))));
    assert_eq!(effects, [Effect::PaneShown(Pane::Success)]);
}

#[test]
fn a_server_that_contradicts_itself_is_not_asked_for_ever() {
    let mut stage = Stage::at_oauth();
    let mut asked = 0;
    while stage.flow.pane() != Some(Pane::UnexpectedError) {
        asked += 1;
        assert!(asked < 10, "asked {asked} times without a pause");
        seen(&mut stage, AuthStatus::Cancelled);
        if stage.flow.pane().is_none() {
            let auth = oauth("bcsess_1", AuthStatus::Pending);
            stage.answer(|ticket| Event::Synchronized(ticket, Ok(resumed(Pane::PartnerAuth, auth))));
        }
    }
    assert_eq!(stage.problem().kind, ProblemKind::Unexpected);
}

#[test]
fn a_bank_that_goes_down_during_the_sign_in_is_named() {
    let mut stage = Stage::at_oauth();
    let error = failed(code::INSTITUTION_UNAVAILABLE_UNPLANNED);
    stage.answer(|ticket| Event::AuthSessionSeen(ticket, Err(error)));
    assert_eq!(stage.problem().kind, ProblemKind::Unavailable);
    assert!(stage.problem().institution.is_some());
}

#[test]
fn a_resumed_sign_in_is_watched_before_any_click() {
    let stage = Stage::with(resumed(Pane::PartnerAuth, oauth("bcsess_1", AuthStatus::Pending)));
    assert!(matches!(stage.log.last(), Some(Effect::WatchAuthSession(_, id)) if id == "bcsess_1"));

    let stage = Stage::with(resumed(Pane::PartnerAuth, oauth("bcsess_1", AuthStatus::Authorized)));
    assert_eq!(stage.flow.pane(), Some(Pane::AccountPicker), "the bank said yes while the page reloaded");

    let stage = Stage::with(manifest(Pane::PartnerAuth));
    assert_eq!(stage.problem().kind, ProblemKind::Unexpected, "no sign-in to show");
}
