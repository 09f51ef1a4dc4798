//! The search: one question at a time, the newest words asked after.

use linkspan_machine::{Effect, Event, RequestError, Search, Trouble};
use linkspan_wire::{error::code, host::HostEventName};

use crate::{
    fixtures::{bank, banks, busy, failed, refused},
    stage::{Stage, event_names, requests},
};

fn asked(effects: &[Effect]) -> Vec<&str> {
    requests(effects)
        .into_iter()
        .map(|effect| match effect {
            Effect::Search(_, query) => query.as_str(),
            other => panic!("not a search: {other:?}"),
        })
        .collect()
}

#[test]
fn typing_asks_and_the_answer_is_shown_and_told_to_the_page() {
    let mut stage = Stage::at_picker();
    let effects = stage.send(Event::Query(" nort ".into()));
    assert_eq!(asked(&effects), ["nort"]);
    assert_eq!(event_names(&effects), [], "search_initiated waits for an answer");
    assert_eq!(stage.picker().query, " nort ", "the box keeps what was typed");

    let effects = stage.answer(|ticket| Event::Searched(ticket, Ok(banks(&["northline"]))));
    assert_eq!(event_names(&effects), [HostEventName::SearchInitiated]);
    assert_eq!(stage.picker().search.rows(), [bank("northline")]);
}

#[test]
fn no_match_is_a_state_of_its_own() {
    let mut stage = Stage::at_picker();
    stage.send(Event::Query("zzz".into()));
    stage.answer(|ticket| Event::Searched(ticket, Ok(banks(&[]))));
    assert_eq!(stage.picker().search, Search::Found { query: "zzz".into(), rows: Vec::new() });
}

#[test]
fn what_was_typed_meanwhile_is_asked_once_and_only_its_last_state() {
    let mut stage = Stage::at_picker();
    stage.send(Event::Query("n".into()));
    for typed in ["no", "nor", "nort"] {
        assert_eq!(asked(&stage.send(Event::Query(typed.into()))), Vec::<&str>::new());
    }
    let effects = stage.answer(|ticket| Event::Searched(ticket, Ok(banks(&["northline", "nova"]))));
    assert_eq!(asked(&effects), ["nort"]);
    assert_eq!(stage.picker().search.rows().len(), 2, "the rows found before stay meanwhile");

    let effects = stage.answer(|ticket| Event::Searched(ticket, Ok(banks(&["northline"]))));
    assert_eq!(asked(&effects), Vec::<&str>::new());
    assert_eq!(stage.picker().search.rows(), [bank("northline")]);
}

#[test]
fn an_answer_to_older_words_is_dropped() {
    let mut stage = Stage::at_picker();
    stage.send(Event::Query("n".into()));
    let old = stage.last_ticket();
    stage.answer(|ticket| Event::Searched(ticket, Ok(banks(&["nova"]))));
    stage.send(Event::Query("north".into()));
    stage.assert_ignored(Event::Searched(old, Ok(banks(&["wrong"]))));
    stage.assert_ignored(Event::Searched(old, Err(refused(code::SESSION_EXPIRED))));
}

#[test]
fn an_emptied_box_shows_the_featured_banks_and_drops_what_was_asked() {
    let mut stage = Stage::at_picker();
    stage.send(Event::Query("north".into()));
    let old = stage.last_ticket();
    assert_eq!(stage.send(Event::Query("  ".into())), []);
    assert_eq!(stage.picker().search, Search::Idle);
    stage.assert_ignored(Event::Searched(old, Ok(banks(&["northline"]))));
}

#[test]
fn a_failed_search_never_opens_the_error_pane() {
    for (error, trouble) in [
        (RequestError::Unreachable, Trouble::Offline),
        (RequestError::Timeout, Trouble::Slow),
        (failed("anything"), Trouble::Server),
        (busy(), Trouble::Busy),
        (refused("parameter_invalid"), Trouble::Server),
        (failed(code::INSTITUTION_UNAVAILABLE_UNPLANNED), Trouble::Server),
    ] {
        let mut stage = Stage::at_picker();
        stage.send(Event::Query("north".into()));
        let effects = stage.answer(|ticket| Event::Searched(ticket, Err(error)));
        assert_eq!(requests(&effects), [] as [&Effect; 0]);
        assert_eq!(stage.picker().search, Search::Failed(trouble));
        assert_eq!(asked(&stage.send(Event::Retry)), ["north"]);
    }
}

#[test]
fn the_end_of_the_session_takes_the_search_away_too() {
    let mut stage = Stage::at_picker();
    stage.send(Event::Query("north".into()));
    stage.answer(|ticket| Event::Searched(ticket, Err(refused(code::SESSION_EXPIRED))));
    assert!(!stage.problem().kind.other_bank_helps());
}

#[test]
fn a_failed_question_that_nobody_waits_for_is_followed_by_the_newest() {
    let mut stage = Stage::at_picker();
    stage.send(Event::Query("n".into()));
    stage.send(Event::Query("north".into()));
    let effects = stage.answer(|ticket| Event::Searched(ticket, Err(RequestError::Timeout)));
    assert_eq!(asked(&effects), ["north"]);
    stage.answer(|ticket| Event::Searched(ticket, Err(RequestError::Timeout)));
    assert_eq!(stage.picker().search, Search::Failed(Trouble::Slow));
}

#[test]
fn a_pasted_novel_is_cut() {
    let mut stage = Stage::at_picker();
    let effects = stage.send(Event::Query("ü".repeat(5_000)));
    assert_eq!(asked(&effects)[0].chars().count(), 200);
}
