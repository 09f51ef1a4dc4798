//! The choice of the bank, without the search.

use linkspan_machine::{Effect, Event, Featured, RequestError, Search, Sheet, Trouble};
use linkspan_wire::{
    error::code,
    host::HostEventName,
    link::{AuthStatus, Pane},
};

use crate::{
    fixtures::{bank, banks, failed, manifest, oauth, refused, resumed},
    stage::{Stage, event_names, host_events, requests},
};

#[test]
fn featured_banks_are_loading_then_there() {
    let mut stage = Stage::with(manifest(Pane::InstitutionPicker));
    assert!(matches!(stage.picker().featured, Featured::Loading(_)));
    stage.answer(|ticket| Event::FeaturedLoaded(ticket, Ok(banks(&["northline"]))));
    assert_eq!(stage.picker().featured, Featured::Ready(vec![bank("northline")]));
}

#[test]
fn without_featured_banks_the_search_still_works_and_they_can_be_asked_for_again() {
    for error in [RequestError::Unreachable, failed("anything"), refused("parameter_invalid")] {
        let mut stage = Stage::with(manifest(Pane::InstitutionPicker));
        let effects = stage.answer(|ticket| Event::FeaturedLoaded(ticket, Err(error)));
        assert!(requests(&effects).is_empty());
        assert!(matches!(stage.picker().featured, Featured::Failed(_)));
        assert!(matches!(requests(&stage.send(Event::Query("n".into())))[..], [Effect::Search(..)]));

        let effects = stage.send(Event::Retry);
        assert!(matches!(&effects[..], [Effect::LoadFeatured(_)]));
        stage.answer(|ticket| Event::FeaturedLoaded(ticket, Ok(banks(&["northline"]))));
        assert_eq!(stage.picker().featured, Featured::Ready(vec![bank("northline")]));
    }
}

#[test]
fn picking_marks_the_row_blocks_the_others_and_names_the_bank_to_the_page() {
    let mut stage = Stage::at_picker();
    let effects = stage.send(Event::Pick(bank("southbay")));
    assert!(matches!(requests(&effects)[..], [Effect::CreateAuthSession(_, id)] if id == "bcinst_southbay"));
    let event = host_events(&effects)[0];
    assert_eq!(event.name, HostEventName::InstitutionSelected);
    assert_eq!(event.metadata.institution_name.as_deref(), Some("southbay"));
    assert_eq!(stage.picker().picking(), Some(&bank("southbay")));

    stage.assert_ignored(Event::Pick(bank("northline")));
    stage.assert_ignored(Event::Pick(bank("southbay")));
    stage.assert_ignored(Event::Query("north".into()));
    assert!(!stage.flow.can_go_back());
}

#[test]
fn a_sign_in_that_began_opens_its_pane() {
    let mut stage = Stage::at_picker();
    stage.send(Event::Pick(bank("northline")));
    let effects =
        stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(oauth("bcsess_1", AuthStatus::Pending))));
    assert_eq!(effects[0], Effect::PaneShown(Pane::PartnerAuth));
    assert_eq!(stage.sign_in().auth.id, "bcsess_1");
}

#[test]
fn a_pick_that_did_not_arrive_leaves_the_rows_and_can_be_sent_again() {
    let mut stage = Stage::at_picker();
    stage.send(Event::Pick(bank("southbay")));
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(RequestError::Timeout)));
    assert_eq!(stage.picker().trouble, Some(Trouble::Slow));
    assert_eq!(stage.picker().picking(), None);

    let effects = stage.send(Event::Retry);
    assert!(matches!(requests(&effects)[..], [Effect::CreateAuthSession(_, id)] if id == "bcinst_southbay"));
    assert_eq!(stage.picker().trouble, None);
}

#[test]
fn typing_after_a_failed_pick_makes_try_again_mean_the_search() {
    let mut stage = Stage::at_picker();
    stage.send(Event::Pick(bank("southbay")));
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(RequestError::Timeout)));
    stage.send(Event::Query("north".into()));
    stage.answer(|ticket| Event::Searched(ticket, Err(RequestError::Timeout)));
    let effects = stage.send(Event::Retry);
    assert!(matches!(requests(&effects)[..], [Effect::Search(_, query)] if query == "north"));
    assert_eq!(stage.picker().picking(), None);
}

#[test]
fn another_pick_takes_the_place_of_a_failed_one() {
    let mut stage = Stage::at_picker();
    stage.send(Event::Pick(bank("southbay")));
    let first = stage.last_ticket();
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(RequestError::Timeout)));
    stage.send(Event::Pick(bank("northline")));
    stage.assert_ignored(Event::AuthSessionCreated(first, Ok(oauth("bcsess_1", AuthStatus::Pending))));
    assert_eq!(stage.picker().picking(), Some(&bank("northline")));
}

#[test]
fn back_leads_to_a_consent_pane_that_was_shown_and_nowhere_else() {
    let mut stage = Stage::at_picker();
    assert!(stage.flow.can_go_back());
    let effects = stage.send(Event::Back);
    assert_eq!(effects, [Effect::PaneShown(Pane::Consent)]);
    assert!(!stage.consent().busy());

    let mut stage = Stage::with(manifest(Pane::InstitutionPicker));
    assert!(!stage.flow.can_go_back());
    stage.send(Event::Back);
    assert_eq!(stage.picker().search, Search::Idle);
    assert_eq!(stage.flow.sheet(), Some(Sheet::Leave), "back means leave here, and that is confirmed");
}

#[test]
fn featured_banks_are_asked_for_once() {
    let mut stage = Stage::at_oauth();
    let effects = stage.send(Event::Back);
    assert_eq!(requests(&effects), Vec::<&Effect>::new());
    assert!(matches!(&stage.picker().featured, Featured::Ready(rows) if rows.len() == 2));
}

#[test]
fn leaving_is_confirmed_only_after_the_agreement() {
    let mut stage = Stage::at_picker();
    assert_eq!(stage.send(Event::Close), []);
    assert_eq!(stage.flow.sheet(), Some(Sheet::Leave));

    let mut before = manifest(Pane::InstitutionPicker);
    before.consent.acquired_at = None;
    let mut stage = Stage::with(before);
    assert!(matches!(requests(&stage.send(Event::Close))[..], [Effect::Complete(_, None)]));
    assert_eq!(stage.flow.sheet(), None);
}

#[test]
fn a_flow_resumed_further_on_asks_the_server_before_it_shows_banks() {
    let auth = oauth("bcsess_1", AuthStatus::Pending);
    let mut stage = Stage::with(resumed(Pane::PartnerAuth, auth));
    assert!(!stage.flow.is_allowed(Pane::InstitutionPicker));
    assert!(stage.flow.can_go_back());
    let effects = stage.send(Event::Back);
    assert!(matches!(
        &effects[..],
        [Effect::CancelAuthSession(None, id), Effect::LinkMoreAccounts(_)] if id == "bcsess_1"
    ));
    assert_eq!(stage.flow.pane(), None);

    let effects = stage.answer(|ticket| Event::MoreAccounts(ticket, Ok(manifest(Pane::InstitutionPicker))));
    assert_eq!(event_names(&effects), [], "open is said once");
    assert!(matches!(stage.picker().featured, Featured::Loading(_)));
}

#[test]
fn the_second_copy_of_an_answer_about_the_banks_is_dropped() {
    let mut stage = Stage::with(resumed(Pane::PartnerAuth, oauth("bcsess_1", AuthStatus::Pending)));
    stage.send(Event::AnotherBank);
    let asked = stage.last_ticket();
    stage.answer(|ticket| Event::MoreAccounts(ticket, Err(refused(code::SESSION_COMPLETED))));
    assert!(stage.flow.closing().is_some());
    stage.assert_ignored(Event::MoreAccounts(asked, Ok(manifest(Pane::InstitutionPicker))));
}

#[test]
fn asking_for_the_banks_can_fail_and_be_tried_again() {
    let mut stage = Stage::with(resumed(Pane::PartnerAuth, oauth("bcsess_1", AuthStatus::Pending)));
    stage.send(Event::AnotherBank);
    stage.answer(|ticket| Event::MoreAccounts(ticket, Err(RequestError::Unreachable)));
    assert_eq!(stage.flow.pane(), None);
    assert!(matches!(&stage.send(Event::Retry)[..], [Effect::Synchronize(_)]));
    stage.answer(|ticket| Event::Synchronized(ticket, Ok(manifest(Pane::InstitutionPicker))));
    assert_eq!(stage.picker().query, "");
}
