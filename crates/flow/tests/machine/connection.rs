//! Off the network and back on it.

use linkspan_machine::{Effect, Event, RequestError, Trouble};
use linkspan_wire::link::{AuthStatus, Pane};

use crate::{
    fixtures::{account, accounts, bank, manifest, oauth},
    stage::{Stage, requests},
};

/// The network goes and comes back.
fn blink(stage: &mut Stage) -> Vec<Effect> {
    assert_eq!(stage.send(Event::Online(false)), []);
    assert!(!stage.flow.online());
    let effects = stage.send(Event::Online(true));
    assert!(stage.flow.online());
    effects
}

#[test]
fn the_manifest_is_asked_for_again_by_itself() {
    let mut stage = Stage::opening();
    stage.answer(|ticket| Event::Synchronized(ticket, Err(RequestError::Unreachable)));
    assert!(matches!(&blink(&mut stage)[..], [Effect::Synchronize(_)]));
}

#[test]
fn featured_banks_and_the_search_are_asked_for_again_by_themselves() {
    let mut stage = Stage::with(manifest(Pane::InstitutionPicker));
    stage.answer(|ticket| Event::FeaturedLoaded(ticket, Err(RequestError::Unreachable)));
    stage.send(Event::Query("north".into()));
    stage.answer(|ticket| Event::Searched(ticket, Err(RequestError::Unreachable)));
    let effects = blink(&mut stage);
    assert!(matches!(&effects[..], [Effect::Search(_, query), Effect::LoadFeatured(_)] if query == "north"));
}

#[test]
fn the_sign_in_is_watched_again_at_once() {
    let mut stage = Stage::at_oauth();
    stage.answer(|ticket| Event::AuthSessionSeen(ticket, Err(RequestError::Unreachable)));
    assert!(matches!(&blink(&mut stage)[..], [Effect::WatchAuthSession(..)]));
    assert_eq!(stage.sign_in().trouble, None);
}

#[test]
fn a_new_sign_in_is_begun_again() {
    let mut stage = Stage::at_oauth();
    stage.answer(|ticket| Event::AuthSessionSeen(ticket, Ok(oauth("bcsess_1", AuthStatus::Denied))));
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(RequestError::Unreachable)));
    assert!(matches!(&blink(&mut stage)[..], [Effect::CreateAuthSession(..)]));
}

#[test]
fn the_accounts_are_asked_for_again() {
    let mut stage = Stage::at_loading_accounts();
    stage.answer(|ticket| Event::AccountsLoaded(ticket, Err(RequestError::Unreachable)));
    assert!(matches!(&blink(&mut stage)[..], [Effect::LoadAccounts(..)]));
}

#[test]
fn what_the_person_decides_is_never_repeated_by_itself() {
    let mut stage = Stage::at_consent();
    stage.send(Event::Agree);
    stage.answer(|ticket| Event::ConsentAcquired(ticket, Err(RequestError::Unreachable)));
    assert_eq!(blink(&mut stage), []);
    assert_eq!(stage.consent().trouble, Some(Trouble::Offline));

    let mut stage = Stage::at_picker();
    stage.send(Event::Pick(bank("northline")));
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(RequestError::Unreachable)));
    assert_eq!(blink(&mut stage), []);

    let mut stage = Stage::at_accounts(accounts(vec![account("1")]));
    stage.send(Event::Share);
    stage.answer(|ticket| Event::AccountsSelected(ticket, Err(RequestError::Unreachable)));
    assert_eq!(blink(&mut stage), []);
    assert_eq!(stage.accounts().trouble, Some(Trouble::Offline));

    let mut stage = Stage::at_form();
    stage.send(Event::SubmitCredentials(Vec::new()));
    stage.answer(|ticket| Event::CredentialsAnswered(ticket, Err(RequestError::Unreachable)));
    assert_eq!(blink(&mut stage), []);
    assert_eq!(stage.sign_in().trouble, Some(Trouble::Offline), "it still has to be sent again");

    let mut stage = Stage::at_success(&["fca_1"]);
    stage.send(Event::AnotherBank);
    stage.answer(|ticket| Event::MoreAccounts(ticket, Err(RequestError::Unreachable)));
    assert_eq!(blink(&mut stage), []);
    assert_eq!(stage.success().trouble, Some(Trouble::Offline));
}

#[test]
fn whether_it_goes_on_by_itself_is_known_while_the_network_is_away() {
    let mut stages = [Stage::opening(), Stage::at_loading_accounts(), Stage::at_oauth(), Stage::at_consent()];
    stages[0].answer(|ticket| Event::Synchronized(ticket, Err(RequestError::Unreachable)));
    stages[1].answer(|ticket| Event::AccountsLoaded(ticket, Err(RequestError::Unreachable)));
    stages[2].answer(|ticket| Event::AuthSessionSeen(ticket, Err(RequestError::Unreachable)));
    stages[3].send(Event::Agree);
    stages[3].answer(|ticket| Event::ConsentAcquired(ticket, Err(RequestError::Unreachable)));
    for (mut stage, goes_on) in stages.into_iter().zip([true, true, true, false]) {
        assert_eq!(stage.flow.goes_on_by_itself(), goes_on);
        assert_eq!(!blink(&mut stage).is_empty(), goes_on);
    }
}

#[test]
fn the_end_is_asked_for_again_when_something_is_linked() {
    let mut stage = Stage::at_success(&["fca_1"]);
    stage.send(Event::Done);
    stage.answer(|ticket| Event::Completed(ticket, Err(RequestError::Unreachable)));
    assert!(matches!(requests(&blink(&mut stage))[..], [Effect::Complete(_, None)]));
}

#[test]
fn nothing_below_a_flow_that_ends_is_asked_for() {
    let mut stage = Stage::with(manifest(Pane::InstitutionPicker));
    stage.answer(|ticket| Event::FeaturedLoaded(ticket, Err(RequestError::Unreachable)));
    stage.send(Event::Close);
    stage.send(Event::ConfirmLeave);
    assert_eq!(blink(&mut stage), []);
}

/// The pauses before each of so many further questions, all of which find no connection. `fail` answers one.
fn pauses(stage: &mut Stage, mut fail: impl FnMut(&mut Stage) -> Vec<Effect>, times: usize) -> Vec<u32> {
    let mut pauses = Vec::new();
    for _ in 0..times {
        let effects = fail(stage);
        let [Effect::Wait(ticket, millis)] = &effects[..] else { panic!("{effects:?}") };
        pauses.push(*millis);
        let effects = stage.send(Event::Elapsed(*ticket));
        assert_eq!(requests(&effects).len(), 1, "{effects:?}");
    }
    pauses
}

#[test]
fn what_goes_on_by_itself_asks_again_without_news_of_the_network_less_and_less_often() {
    let opening = |stage: &mut Stage| {
        stage.answer(|ticket| Event::Synchronized(ticket, Err(RequestError::Unreachable)))
    };
    let mut stage = Stage::opening();
    let slower = [2_000, 4_000, 8_000, 16_000, 32_000, 32_000];
    assert_eq!(pauses(&mut stage, opening, 6), slower);
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(manifest(Pane::Consent))));
    assert_eq!(stage.flow.pane(), Some(Pane::Consent));

    let mut stage = Stage::at_picker();
    stage.send(Event::Query("north".into()));
    let search =
        |stage: &mut Stage| stage.answer(|ticket| Event::Searched(ticket, Err(RequestError::Unreachable)));
    assert_eq!(pauses(&mut stage, search, 2), slower[..2]);

    let mut stage = Stage::at_loading_accounts();
    let accounts = |stage: &mut Stage| {
        stage.answer(|ticket| Event::AccountsLoaded(ticket, Err(RequestError::Unreachable)))
    };
    assert_eq!(pauses(&mut stage, accounts, 2), slower[..2]);

    let mut stage = Stage::at_oauth();
    stage.answer(|ticket| Event::AuthSessionSeen(ticket, Ok(oauth("bcsess_1", AuthStatus::Denied))));
    let renewed = |stage: &mut Stage| {
        stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(RequestError::Unreachable)))
    };
    assert_eq!(pauses(&mut stage, renewed, 2), slower[..2]);

    let mut stage = Stage::at_success(&["fca_1"]);
    let ticket = {
        let effects = stage.send(Event::Done);
        effects.iter().find_map(|effect| match effect {
            Effect::Complete(ticket, _) => Some(*ticket),
            _ => None,
        })
    };
    let effects = stage.send(Event::Completed(ticket.expect("asked"), Err(RequestError::Unreachable)));
    let [Effect::Wait(pause, 2_000)] = effects[..] else { panic!("{effects:?}") };
    assert!(matches!(requests(&stage.send(Event::Elapsed(pause)))[..], [Effect::Complete(_, None)]));
}

#[test]
fn what_was_asked_again_in_between_is_not_asked_twice_and_a_press_begins_the_pauses_anew() {
    let mut stage = Stage::opening();
    let cut = |stage: &mut Stage| {
        let effects = stage.answer(|ticket| Event::Synchronized(ticket, Err(RequestError::Unreachable)));
        let [Effect::Wait(ticket, millis)] = effects[..] else { panic!("{effects:?}") };
        (ticket, millis)
    };
    let (first, _) = cut(&mut stage);
    stage.send(Event::Elapsed(first));
    let (second, millis) = cut(&mut stage);
    assert_eq!(millis, 4_000);
    assert!(matches!(stage.send(Event::Retry)[..], [Effect::Synchronize(_)]));
    stage.assert_ignored(Event::Elapsed(second));
    assert_eq!(cut(&mut stage).1, 2_000);
}

#[test]
fn nothing_that_was_pressed_is_asked_again_by_a_timer() {
    let mut stage = Stage::at_consent();
    stage.send(Event::Agree);
    assert_eq!(stage.answer(|ticket| Event::ConsentAcquired(ticket, Err(RequestError::Unreachable))), []);
    let mut stage = Stage::opening();
    let slow = stage.answer(|ticket| Event::Synchronized(ticket, Err(RequestError::Timeout)));
    assert_eq!(slow, [], "it is not said that it goes on by itself");
}

#[test]
fn being_online_all_along_is_no_news() {
    let mut stage = Stage::opening();
    stage.answer(|ticket| Event::Synchronized(ticket, Err(RequestError::Timeout)));
    stage.assert_ignored(Event::Online(true));
    blink(&mut stage);
    stage.assert_ignored(Event::Online(true));
}

#[test]
fn what_is_under_way_is_not_asked_twice() {
    for mut stage in [Stage::opening(), Stage::at_oauth(), Stage::at_loading_accounts()] {
        assert_eq!(blink(&mut stage), []);
    }
}
