//! `replay`: does a flow again by its log.

use std::{fs, path::PathBuf};

use clap::Args;
use linkspan_machine::{log::Step, replay};
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
    let path = &options.log;
    let text = fs::read_to_string(path).map_err(Failure::file(path))?;
    let wrong = |what: String| Failure::Content { path: path.clone(), what };
    let log: FlowLog = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let steps: std::result::Result<Vec<Step>, _> = log.flow_log.into_iter().map(Step::try_from).collect();
    let steps = steps.map_err(|_| wrong("a number is too large".to_owned()))?;
    let report = replay::replay(&steps);
    for (number, step) in report.steps.iter().enumerate() {
        println!("{:>4} | {step}", number + 1);
    }
    if report.wrong().is_some() {
        return Err(wrong(format!(
            "comes out differently at step {} of {}",
            report.steps.len(),
            steps.len()
        )));
    }
    console::ready(&format!("{} steps, the flow is at {}", steps.len(), report.place));
    Ok(())
}
