//! Logs of flows, done again.

use std::{fs, path::PathBuf};

use linkspan_machine::{
    Event, Flow, Ticket, kinds,
    log::Step,
    replay::{Report, Wrong, replay},
};
use linkspan_wire::{
    error::code,
    host::FlowLog,
    link::{AuthSession, AuthStatus, Manifest, Pane, PartnerAccount, PartnerAccounts},
};

use crate::{
    fixtures::{account, accounts, bank, failed, linked_account, manifest, not_paying, oauth, resumed},
    stage::Stage,
};

/// The steps of every log that is kept in `tests/replays`. What flows wrote into them once has to be
/// understood for as long as the version is the same.
fn kept() -> Vec<(String, Vec<Step>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/replays");
    let files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path());
    let logs: Vec<_> = files
        .map(|path| {
            let log: FlowLog = serde_json::from_slice(&fs::read(&path).expect("a file")).expect("a log");
            let steps = log.flow_log.into_iter().map(|step| Step::try_from(step).expect("numbers"));
            (path.display().to_string(), steps.collect())
        })
        .collect();
    assert!(logs.len() >= 3);
    logs
}

fn last_line(report: &Report) -> String {
    report.steps.last().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn every_log_that_is_kept_replays() {
    for (name, steps) in kept() {
        let report = replay(&steps);
        assert_eq!(report.wrong(), None, "{name}: {}", last_line(&report));
        assert_eq!(report.steps.len(), steps.len(), "{name}");
    }
}

/// Neither another answer, nor a step less, nor another place goes unnoticed.
#[test]
fn a_log_that_was_changed_does_not_replay() {
    let (_, steps) = kept().swap_remove(0);
    for at in 1..steps.len() {
        let mut elsewhere = steps.clone();
        elsewhere[at].place ^= 1;
        assert!(matches!(replay(&elsewhere).wrong(), Some(Wrong::Elsewhere(_))), "place of {at}");
        let mut otherwise = steps.clone();
        otherwise.remove(at - 1);
        // What the person pressed in vain may be left out; an answer may not.
        if steps[at - 1].ticket != 0 {
            assert!(replay(&otherwise).wrong().is_some(), "without {}", at - 1);
        }
    }
}

#[test]
fn a_log_begins_with_the_start_of_this_version_and_has_known_numbers() {
    let (_, mut steps) = kept().swap_remove(0);
    assert_eq!(replay(&steps[1..]).wrong(), Some(Wrong::NoStart));
    steps[1].event = 250;
    assert_eq!(replay(&steps).wrong(), Some(Wrong::Unreadable));
    steps[0].facts += 1;
    assert!(matches!(replay(&steps).wrong(), Some(Wrong::Version(_))));
}

/// A flow on a stage whose steps are noted.
struct Noted {
    stage: Stage,
    steps: Vec<Step>,
}

impl Noted {
    fn with(manifest: Manifest) -> Self {
        let stage = Stage { flow: Flow::new(), log: Vec::new() };
        let mut noted = Self { stage, steps: Vec::new() };
        noted.send(Event::Start);
        noted.answer(|ticket| Event::Synchronized(ticket, Ok(manifest)));
        noted
    }

    fn send(&mut self, event: Event) {
        self.steps.push(Step::before(&self.stage.flow, &event));
        self.stage.send(event);
    }

    fn answer(&mut self, event: impl FnOnce(Ticket) -> Event) {
        let ticket = self.stage.last_ticket();
        self.send(event(ticket));
    }

    /// The last event is there for where it finds the replay.
    fn replays(mut self) {
        self.send(Event::Close);
        let report = replay(&self.steps);
        assert_eq!(report.wrong(), None, "{}", last_line(&report));
    }
}

#[test]
fn what_is_ticked_where_an_access_is_repaired_is_in_the_log() {
    let shared = |account| PartnerAccount { linked_account: Some("fca_1".into()), ..account };
    for (needs_payments, rows) in [
        (false, vec![account("1"), shared(account("2"))]),
        (false, vec![account("1"), account("2")]),
        (true, vec![shared(not_paying("1")), account("2"), shared(account("3"))]),
        (true, vec![shared(not_paying("1")), account("2")]),
    ] {
        let rows = PartnerAccounts { needs_payments, ..accounts(rows) };
        let auth = oauth("bcsess_1", AuthStatus::Authorized);
        let mut noted = Noted::with(Manifest { relink: true, ..resumed(Pane::AccountPicker, auth) });
        noted.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(rows))));
        // It asks the server, or does not: that is seen from the tickets.
        noted.send(Event::Share);
        noted.replays();
    }
}

#[test]
fn which_rows_have_their_place_under_a_limit_is_in_the_log() {
    for chosen in ["fca_1", "fca_2"] {
        let before = PartnerAccount { linked_account: Some(chosen.into()), ..account("3") };
        let rows = accounts(vec![account("1"), account("2"), before]);
        let auth = oauth("bcsess_1", AuthStatus::Authorized);
        let mut noted = Noted::with(Manifest {
            account_limit: Some(3),
            linked_accounts: vec![linked_account("fca_1")],
            ..resumed(Pane::AccountPicker, auth)
        });
        noted.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(rows))));
        for id in ["1", "2"] {
            noted.send(Event::ToggleAccount(id.into()));
        }
        noted.send(Event::Share);
        noted.replays();
    }
}

#[test]
fn which_bank_was_tried_once_more_is_in_the_log() {
    let broken = |ticket| Event::AuthSessionCreated(ticket, Err(failed(code::INSTITUTION_ERROR)));
    let mut noted = Noted::with(manifest(Pane::InstitutionPicker));
    noted.send(Event::Pick(bank("northline")));
    noted.answer(broken);
    noted.send(Event::Retry);
    noted.answer(broken);
    noted.send(Event::Pick(bank("southbay")));
    let there = AuthSession { institution: bank("southbay"), ..oauth("bcsess_1", AuthStatus::Pending) };
    noted.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(there)));
    noted.answer(|ticket| Event::AuthSessionSeen(ticket, Err(failed(code::INSTITUTION_ERROR))));
    noted.send(Event::Retry);
    noted.answer(broken);
    for bank in [bank("northline"), bank("southbay")] {
        noted.send(Event::Pick(bank));
        noted.answer(broken);
        noted.send(Event::Retry);
    }
    noted.replays();
}

/// After a panic "start again" makes a new flow: its steps follow those of the one that broke.
#[test]
fn a_log_goes_on_with_a_flow_that_was_started_again() {
    let (_, steps) = kept().swap_remove(0);
    let twice = [&steps[..steps.len() / 2], &steps[..]].concat();
    assert_eq!(replay(&twice).wrong(), None);
}

/// Numbers in a log keep their meaning, so no two kinds share one.
#[test]
fn every_kind_has_a_number_of_its_own() {
    for list in [kinds::EVENTS, kinds::SCREENS, kinds::SHEETS, kinds::PROBLEMS] {
        let mut numbers: Vec<u8> = list.iter().map(|(number, _)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), list.len());
    }
}
