//! `test`: every check and test, each a named step that can be run alone.

mod browser;
mod contract;
mod endpoints;
mod native;
mod sdk;
mod web;

use std::time::{Duration, Instant};

use clap::Args;

pub use browser::playwright;

use crate::{
    console,
    failure::{Failure, Result},
    workspace::Workspace,
};

/// Which steps to run.
#[derive(Args)]
pub struct Options {
    /// Steps to run, in the order of the whole; none for all.
    steps: Vec<String>,
    /// List the steps and what they do.
    #[arg(long)]
    list: bool,
}

struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&Workspace) -> Result<()>,
}

/// Cheap ones first; `web` before those that need dist/.
const STEPS: [Step; 14] = [
    Step { name: "fmt", about: "all Rust is formatted", run: native::format },
    Step { name: "clippy", about: "no lint in native crates", run: native::clippy },
    Step { name: "deny", about: "licences, sources and banned crates", run: native::deny },
    Step { name: "unused", about: "no dependency that nothing uses", run: native::unused },
    Step { name: "native", about: "tests of every native crate", run: native::tests },
    Step { name: "postgres", about: "the server's tests on PostgreSQL", run: native::postgres },
    Step { name: "embed", about: "embed scripts: types and tests", run: browser::embed },
    Step { name: "clippy-web", about: "no lint in the flow's app", run: web::clippy },
    Step { name: "web", about: "the flow builds into dist/", run: web::build },
    Step { name: "size", about: "shipped files are within their budgets", run: web::size },
    Step { name: "wasm", about: "components and exports in headless Chromium", run: web::tests },
    Step { name: "contract", about: "the merchant API is as its document says", run: contract::contract },
    Step { name: "sdk", about: "official SDKs, Node and Python, against the server", run: sdk::sdk },
    Step { name: "e2e", about: "whole flows in Chromium, on three origins", run: browser::end_to_end },
];

struct Row {
    name: &'static str,
    result: Result<()>,
    took: Duration,
}

/// Runs them, shows a table, fails when one failed.
pub fn test(workspace: &Workspace, options: &Options) -> Result<()> {
    if options.list {
        for step in &STEPS {
            println!("{:<11} {}", step.name, step.about);
        }
        return Ok(());
    }
    let rows: Vec<Row> = chosen(&options.steps)?.into_iter().map(|step| perform(workspace, step)).collect();
    summarize(&rows)
}

fn chosen(names: &[String]) -> Result<Vec<&'static Step>> {
    if let Some(name) = names.iter().find(|name| !STEPS.iter().any(|step| step.name == name.as_str())) {
        let known = STEPS.iter().map(|step| step.name).collect::<Vec<_>>().join(", ");
        return Err(Failure::NoSuchStep { name: name.clone(), known });
    }
    Ok(STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name)).collect())
}

fn perform(workspace: &Workspace, step: &Step) -> Row {
    println!();
    println!("━━ {}: {}", step.name, step.about);
    let start = Instant::now();
    let result = (step.run)(workspace);
    if let Err(error) = &result {
        eprintln!("{error}");
    }
    Row { name: step.name, result, took: start.elapsed() }
}

fn summarize(rows: &[Row]) -> Result<()> {
    println!();
    println!("| step | result | time |");
    println!("|---|---|---:|");
    for row in rows {
        let result = match &row.result {
            Ok(()) => "passed",
            Err(_) => "FAILED",
        };
        println!("| {} | {result} | {} |", row.name, console::seconds(row.took));
    }
    let took: Duration = rows.iter().map(|row| row.took).sum();
    println!("| all | | {} |", console::seconds(took));
    println!();
    let failed: Vec<&str> = rows.iter().filter(|row| row.result.is_err()).map(|row| row.name).collect();
    let passed = rows.iter().filter(|row| row.result.is_ok()).count();
    // The last line of the run is the count: nothing is printed after it, whichever way it ends.
    println!("{passed} passed, {} failed", failed.len());
    if failed.is_empty() { Ok(()) } else { Err(Failure::Steps(failed.join(", "))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_chosen_by_name_and_keep_their_order() {
        let names = |names: &[&str]| {
            chosen(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>())
                .map(|steps| steps.iter().map(|step| step.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&["web", "fmt"]).expect("known"), ["fmt", "web"]);
        assert_eq!(names(&[]).expect("all").len(), STEPS.len());
        let error = names(&["fmtt"]).expect_err("unknown").to_string();
        assert!(error.contains("fmtt") && error.contains("e2e"), "{error}");
    }

    #[test]
    fn one_failure_fails_the_whole() {
        let row = |result| Row { name: "x", result, took: Duration::ZERO };
        assert!(summarize(&[row(Ok(())), row(Ok(()))]).is_ok());
        let failed = Err(Failure::Steps("y".to_owned()));
        assert!(summarize(&[row(Ok(())), row(failed)]).is_err());
    }
}
