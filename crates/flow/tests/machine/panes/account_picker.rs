//! The choice of the accounts, once they are there.

use linkspan_machine::{Effect, Event, ProblemKind, RequestError, Sheet, Trouble};
use linkspan_wire::{
    error::code,
    host::HostEventName,
    link::{Manifest, Pane, PartnerAccount, PartnerAccounts},
};

use crate::{
    fixtures::{account, accounts, disabled, linked_account, manifest, not_paying, refused, success},
    stage::{Stage, event_names, outcome, requests},
};

fn three() -> PartnerAccounts {
    accounts(vec![account("1"), account("2"), account("3")])
}

fn single() -> Manifest {
    Manifest { single_account: true, account_limit: Some(1), ..manifest(Pane::InstitutionPicker) }
}

fn limited(limit: u32, linked: &[&str]) -> Manifest {
    Manifest {
        account_limit: Some(limit),
        linked_accounts: linked.iter().map(|id| linked_account(id)).collect(),
        ..manifest(Pane::InstitutionPicker)
    }
}

fn selected(stage: &Stage) -> Vec<&str> {
    stage.accounts().selected.iter().map(String::as_str).collect()
}

fn toggle(stage: &mut Stage, id: &str) {
    assert_eq!(stage.send(Event::ToggleAccount(id.into())), []);
}

#[test]
fn rows_that_cannot_be_ticked_come_last_and_the_rest_keeps_the_banks_order() {
    let rows = accounts(vec![disabled("1"), account("2"), disabled("3"), account("4")]);
    let mut stage = Stage::at_accounts(rows);
    let order: Vec<_> = stage.accounts().accounts.iter().flatten().map(|row| row.id.as_str()).collect();
    assert_eq!(order, ["2", "4", "1", "3"]);
    assert_eq!(selected(&stage), ["2", "4"]);
    stage.assert_ignored(Event::ToggleAccount("1".into()));
    stage.assert_ignored(Event::ToggleAccount("nobody".into()));
}

#[test]
fn many_are_all_ticked_to_begin_with_and_each_can_be_unticked() {
    let mut stage = Stage::at_accounts(three());
    assert!(stage.accounts().all_selected());
    toggle(&mut stage, "2");
    assert_eq!(selected(&stage), ["1", "3"]);
    toggle(&mut stage, "2");
    assert_eq!(selected(&stage), ["1", "2", "3"]);
}

#[test]
fn of_one_only_the_first_is_ticked_and_a_tick_moves() {
    let mut stage = Stage::choosing_with(single(), accounts(vec![disabled("0"), account("1"), account("2")]));
    assert!(stage.accounts().single);
    assert_eq!(selected(&stage), ["1"]);
    toggle(&mut stage, "2");
    assert_eq!(selected(&stage), ["2"]);
    toggle(&mut stage, "2");
    assert_eq!(selected(&stage), ["2"], "a radio button stays");
    stage.assert_ignored(Event::ToggleAllAccounts);
    assert!(!stage.accounts().at_limit());
}

#[test]
fn a_limit_bounds_the_ticks_and_counts_what_is_linked_already() {
    let mut stage = Stage::choosing_with(limited(3, &["fca_1"]), three());
    assert_eq!(stage.accounts().limit, Some(2));
    assert_eq!(selected(&stage), ["1", "2"]);
    assert!(stage.accounts().at_limit());
    stage.assert_ignored(Event::ToggleAccount("3".into()));
    assert!(!stage.accounts().all_can_be_selected());
    toggle(&mut stage, "1");
    toggle(&mut stage, "3");
    assert_eq!(selected(&stage), ["2", "3"]);
}

#[test]
fn what_was_chosen_before_takes_no_further_place() {
    let chosen = |id: &str| PartnerAccount { linked_account: Some("fca_1".into()), ..account(id) };
    let rows = || accounts(vec![account("1"), account("2"), account("3"), chosen("4")]);
    let mut stage = Stage::choosing_with(limited(3, &["fca_1"]), rows());
    assert_eq!(selected(&stage), ["1", "2", "4"]);
    assert!(stage.accounts().at_limit());
    assert!(!stage.accounts().all_can_be_selected());
    toggle(&mut stage, "4");
    toggle(&mut stage, "4");
    assert_eq!(selected(&stage), ["1", "2", "4"], "there is always place for it");
    stage.assert_ignored(Event::ToggleAccount("3".into()));
    toggle(&mut stage, "1");
    toggle(&mut stage, "3");
    assert_eq!(selected(&stage), ["2", "3", "4"]);
    assert!(Stage::choosing_with(limited(4, &["fca_1"]), rows()).accounts().all_can_be_selected());
    let another = Stage::choosing_with(limited(3, &["fca_2"]), rows());
    assert_eq!(selected(&another), ["1", "2"], "shared earlier, but not in this session");
}

#[test]
fn the_last_one_that_fits_is_chosen_like_the_one_of_a_session_that_takes_one() {
    let mut stage = Stage::choosing_with(limited(3, &["fca_1", "fca_2"]), three());
    assert!(stage.accounts().single);
    assert_eq!(selected(&stage), ["1"]);
    toggle(&mut stage, "3");
    assert_eq!(selected(&stage), ["3"], "a tick moves");
    assert!(!Stage::choosing_with(limited(3, &["fca_1"]), three()).accounts().single);
}

/// A session that repairs an access, with this linked in it so far.
fn repair(linked: &[&str]) -> Manifest {
    Manifest {
        relink: true,
        linked_accounts: linked.iter().map(|id| linked_account(id)).collect(),
        ..manifest(Pane::InstitutionPicker)
    }
}

fn shared_before(account: PartnerAccount) -> PartnerAccount {
    PartnerAccount { linked_account: Some(format!("fca_{}", account.id)), ..account }
}

#[test]
fn where_an_access_is_repaired_nothing_is_ticked_that_was_not_shared_before() {
    let rows = || accounts(vec![account("1"), shared_before(account("2")), shared_before(account("3"))]);
    let mut stage = Stage::choosing_with(repair(&[]), rows());
    assert_eq!(selected(&stage), ["2", "3"]);
    assert!(!stage.accounts().others);
    toggle(&mut stage, "1");
    assert_eq!(selected(&stage), ["1", "2", "3"], "by a press it is");
    let one = Manifest { account_limit: Some(1), single_account: true, ..repair(&[]) };
    assert_eq!(selected(&Stage::choosing_with(one, rows())), ["2"]);

    let paying = PartnerAccounts {
        needs_payments: true,
        ..accounts(vec![shared_before(not_paying("1")), account("2"), shared_before(account("3"))])
    };
    let stage = Stage::choosing_with(repair(&[]), paying);
    assert_eq!(selected(&stage), ["1", "3"]);
    assert_eq!(selected(&Stage::at_accounts(rows())), ["1", "2", "3"], "without a repair all are");
}

#[test]
fn a_repair_that_finds_none_of_the_accounts_says_so_and_ticks_none() {
    let mut stage = Stage::choosing_with(repair(&[]), three());
    assert!(stage.accounts().others);
    assert_eq!(selected(&stage), Vec::<&str>::new());
    stage.assert_ignored(Event::Share);

    let stage = Stage::choosing_with(repair(&["fca_9"]), three());
    assert!(!stage.accounts().others, "something was linked already");
    assert_eq!(selected(&stage), Vec::<&str>::new());

    let chosen = PartnerAccounts { skip_account_selection: true, ..three() };
    let stage = Stage::choosing_with(repair(&[]), chosen);
    assert!(matches!(stage.log.last(), Some(Effect::SelectAccounts(_, _, ids)) if ids.len() == 3));
}

#[test]
fn all_accounts_ticks_what_is_missing_and_then_nothing() {
    let mut stage = Stage::at_accounts(three());
    toggle(&mut stage, "2");
    stage.send(Event::ToggleAllAccounts);
    assert_eq!(selected(&stage), ["1", "2", "3"]);
    stage.send(Event::ToggleAllAccounts);
    assert_eq!(selected(&stage), Vec::<&str>::new());
    stage.assert_ignored(Event::Share);

    let mut stage = Stage::choosing_with(limited(2, &[]), three());
    stage.assert_ignored(Event::ToggleAllAccounts);
}

#[test]
fn sharing_sends_the_ticked_ones_and_blocks_the_pane() {
    let mut stage = Stage::at_accounts(three());
    toggle(&mut stage, "2");
    let effects = stage.send(Event::Share);
    assert_eq!(event_names(&effects), [HostEventName::AccountsSelected]);
    assert!(matches!(
        requests(&effects)[..],
        [Effect::SelectAccounts(_, auth, ids)] if auth == "bcsess_1" && ids == &["1", "3"]
    ));
    for event in [
        Event::Share,
        Event::ToggleAccount("1".into()),
        Event::ToggleAllAccounts,
        Event::AnotherBank,
        Event::Retry,
    ] {
        stage.assert_ignored(event);
    }

    let effects = stage.answer(|ticket| Event::AccountsSelected(ticket, Ok(success(&["fca_1", "fca_3"]))));
    assert_eq!(effects, [Effect::PaneShown(Pane::Success)]);
    assert_eq!(stage.flow.manifest().map(|manifest| manifest.linked_accounts.len()), Some(2));
}

#[test]
fn the_pane_that_follows_is_the_servers_to_say() {
    let mut stage = Stage::at_accounts(three());
    stage.send(Event::Share);
    let next =
        Manifest { linked_accounts: vec![linked_account("fca_1")], ..manifest(Pane::InstitutionPicker) };
    stage.answer(|ticket| Event::AccountsSelected(ticket, Ok(next)));
    assert_eq!(stage.flow.pane(), Some(Pane::InstitutionPicker));
}

#[test]
fn a_choice_that_did_not_arrive_stays_and_is_sent_again_without_a_second_event() {
    let mut stage = Stage::at_accounts(three());
    toggle(&mut stage, "2");
    stage.send(Event::Share);
    stage.answer(|ticket| Event::AccountsSelected(ticket, Err(RequestError::Timeout)));
    assert_eq!(stage.accounts().trouble, Some(Trouble::Slow));
    assert_eq!(selected(&stage), ["1", "3"]);
    let effects = stage.send(Event::Retry);
    assert!(matches!(&effects[..], [Effect::SelectAccounts(_, _, ids)] if ids == &["1", "3"]));
}

#[test]
fn another_choice_after_one_that_did_not_arrive_is_shared_by_its_own_button() {
    let rows = PartnerAccounts { needs_payments: true, ..accounts(vec![account("1"), not_paying("2")]) };
    let mut stage = Stage::at_accounts(rows);
    stage.send(Event::Share);
    stage.answer(|ticket| Event::AccountsSelected(ticket, Err(RequestError::Timeout)));
    toggle(&mut stage, "1");
    assert_eq!(stage.accounts().trouble, None);
    assert!(stage.accounts().lacks_payments());
    stage.assert_ignored(Event::Retry);
    toggle(&mut stage, "1");
    assert!(matches!(requests(&stage.send(Event::Share))[..], [Effect::SelectAccounts(..)]));
}

#[test]
fn without_a_failed_try_there_is_nothing_to_try_again() {
    Stage::at_accounts(three()).assert_ignored(Event::Retry);
}

#[test]
fn a_choice_that_the_server_refuses_is_an_error() {
    let mut stage = Stage::at_accounts(three());
    stage.send(Event::Share);
    stage.answer(|ticket| Event::AccountsSelected(ticket, Err(refused("parameter_invalid"))));
    assert_eq!(stage.problem().kind, ProblemKind::Unexpected);
}

#[test]
fn an_answer_to_an_older_choice_is_dropped() {
    let mut stage = Stage::at_accounts(three());
    stage.send(Event::Share);
    let old = stage.last_ticket();
    stage.answer(|ticket| Event::AccountsSelected(ticket, Err(RequestError::Timeout)));
    stage.send(Event::Retry);
    stage.assert_ignored(Event::AccountsSelected(old, Err(refused(code::SESSION_EXPIRED))));
    assert!(stage.accounts().busy());
}

#[test]
fn a_choice_made_at_the_bank_is_taken_without_asking_and_without_the_buttons_event() {
    let mut chosen = three();
    chosen.skip_account_selection = true;
    chosen.data.push(disabled("4"));
    let mut stage = Stage::at_loading_accounts();
    let effects = stage.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(chosen.clone()))));
    assert!(matches!(&effects[..], [Effect::SelectAccounts(_, _, ids)] if ids == &["1", "2", "3"]));
    assert!(stage.accounts().automatic);

    stage.answer(|ticket| Event::AccountsSelected(ticket, Err(RequestError::Timeout)));
    let effects = stage.send(Event::Retry);
    assert!(matches!(&effects[..], [Effect::SelectAccounts(..)]));

    let stage = Stage::choosing_with(single(), chosen);
    assert!(matches!(stage.log.last(), Some(Effect::SelectAccounts(_, _, ids)) if ids == &["1"]));
}

#[test]
fn there_is_no_way_back_but_another_bank() {
    let mut stage = Stage::at_accounts(three());
    assert!(!stage.flow.can_go_back());
    stage.send(Event::Back);
    assert_eq!(stage.flow.sheet(), Some(Sheet::Leave));
    stage.send(Event::CloseSheet);
    stage.send(Event::AnotherBank);
    assert_eq!(stage.flow.pane(), Some(Pane::InstitutionPicker));
}

#[test]
fn leaving_is_confirmed() {
    let mut stage = Stage::at_accounts(three());
    assert_eq!(stage.send(Event::Close), []);
    assert_eq!(stage.flow.sheet(), Some(Sheet::Leave));
    let effects = stage.send(Event::ConfirmLeave);
    assert!(matches!(requests(&effects)[..], [Effect::Complete(_, None)]));
    assert!(outcome(&effects).is_none());
}

#[test]
fn where_one_has_to_take_payments_a_choice_without_one_is_not_sent() {
    let rows = || PartnerAccounts {
        needs_payments: true,
        ..accounts(vec![not_paying("1"), account("2"), not_paying("3")])
    };
    let mut stage = Stage::at_accounts(rows());
    assert!(!stage.accounts().lacks_payments());
    toggle(&mut stage, "2");
    assert!(stage.accounts().lacks_payments());
    stage.assert_ignored(Event::Share);
    toggle(&mut stage, "2");
    toggle(&mut stage, "1");
    assert!(matches!(requests(&stage.send(Event::Share))[..], [Effect::SelectAccounts(..)]));

    assert_eq!(selected(&Stage::choosing_with(single(), rows())), ["2"], "the one that can is ticked first");
    assert_eq!(selected(&Stage::choosing_with(limited(2, &[]), rows())), ["1", "2"]);
    let free = accounts(vec![not_paying("1"), account("2")]);
    assert_eq!(selected(&Stage::choosing_with(single(), free)), ["1"]);
}
