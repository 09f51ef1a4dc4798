//! `replay`: does a flow again by its log.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use linkspan_machine::{
    log::Step,
    replay::{self, Report},
};
use linkspan_wire::host::FlowLog;

use crate::{
    console,
    failure::{Failure, Result},
};

/// Which log.
#[derive(Args)]
pub struct Options {
    /// A file with what `Linkspan.flowLog()` gave.
    log: PathBuf,
}

/// Shows each step; an error when the flow of this code goes another way.
pub fn replay(options: &Options) -> Result<()> {
    let steps = read(&options.log)?;
    let report = replay::replay(&steps);
    for (number, step) in report.steps.iter().enumerate() {
        println!("{:>4} | {step}", number + 1);
    }
    check(&options.log, &steps, &report)?;
    console::ready(&format!("{} steps, the flow is at {}", steps.len(), report.place));
    Ok(())
}

/// Does every log of a folder again; an error names the first that comes out differently, and there
/// has to be one.
pub fn replay_all(folder: &Path) -> Result<()> {
    let (mut flows, mut count) = (0, 0);
    for entry in fs::read_dir(folder).map_err(Failure::file(folder))? {
        let path = entry.map_err(Failure::file(folder))?.path();
        let steps = read(&path)?;
        check(&path, &steps, &replay::replay(&steps))?;
        flows += 1;
        count += steps.len();
    }
    if flows == 0 {
        return Err(Failure::Content { path: folder.to_owned(), what: "no flow left a log".to_owned() });
    }
    console::ready(&format!(
        "{flows} flows with {count} steps come out the same when done again by their logs"
    ));
    Ok(())
}

fn read(path: &Path) -> Result<Vec<Step>> {
    let wrong = |what: String| Failure::Content { path: path.to_owned(), what };
    let text = fs::read_to_string(path).map_err(Failure::file(path))?;
    let log: FlowLog = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let steps: std::result::Result<Vec<Step>, _> = log.flow_log.into_iter().map(Step::try_from).collect();
    steps.map_err(|_| wrong("a number is too large".to_owned()))
}

fn check(path: &Path, steps: &[Step], report: &Report) -> Result<()> {
    if report.wrong().is_none() {
        return Ok(());
    }
    let what = format!("comes out differently at step {} of {}", report.steps.len(), steps.len());
    Err(Failure::Content { path: path.to_owned(), what })
}
