//! Logs of flows, done again.

use std::{fs, path::PathBuf};

use linkspan_machine::{
    kinds,
    log::Step,
    replay::{Report, Wrong, replay},
};
use linkspan_wire::host::FlowLog;

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
