//! Steps about the native crates.

use crate::{failure::Result, run::Command, workspace::Workspace};

use super::Outcome;

/// The flow's app is for the browser alone; everything else is native.
const NATIVE: [&str; 3] = ["--workspace", "--exclude", "linkspan"];

/// `cargo fmt`
pub fn format(workspace: &Workspace) -> Result<Outcome> {
    Command::new(workspace.root(), "cargo", ["fmt", "--all", "--check"]).run()?;
    Ok(Outcome::Passed)
}

/// `cargo clippy`
pub fn clippy(workspace: &Workspace) -> Result<Outcome> {
    Command::new(workspace.root(), "cargo", ["clippy"])
        .args(&NATIVE)
        .args(&["--all-targets", "--", "-D", "warnings"])
        .run()?;
    Ok(Outcome::Passed)
}

/// `cargo deny`, without advisories: their database needs a network that a build should not need.
pub fn deny(workspace: &Workspace) -> Result<Outcome> {
    if which::which("cargo-deny").is_err() {
        return Ok(Outcome::Skipped("cargo-deny is not installed (`cargo install cargo-deny`)".to_owned()));
    }
    Command::new(workspace.root(), "cargo", ["deny", "check", "licenses", "bans", "sources"]).run()?;
    Ok(Outcome::Passed)
}

/// All tests, by nextest when it is there.
pub fn tests(workspace: &Workspace) -> Result<Outcome> {
    let cargo = |words: &[&str]| Command::new(workspace.root(), "cargo", words).args(&NATIVE);
    if which::which("cargo-nextest").is_ok() {
        cargo(&["nextest", "run", "--no-fail-fast"]).run()?;
        // nextest does not run the examples in doc comments.
        cargo(&["test", "--doc"]).run()?;
    } else {
        cargo(&["test"]).run()?;
    }
    Ok(Outcome::Passed)
}
