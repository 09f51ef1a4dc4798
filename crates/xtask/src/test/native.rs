//! Steps about the native crates.

use crate::{
    failure::Result,
    postgres::{Durability, Postgres},
    run::Command,
    setup,
    workspace::Workspace,
};

/// The flow's app is for the browser alone; everything else is native.
const NATIVE: [&str; 3] = ["--workspace", "--exclude", "linkspan"];

/// `cargo fmt`
pub fn format(workspace: &Workspace) -> Result<()> {
    Command::new(workspace.root(), "cargo", ["fmt", "--all", "--check"]).run()
}

/// `cargo clippy`
pub fn clippy(workspace: &Workspace) -> Result<()> {
    Command::new(workspace.root(), "cargo", ["clippy"])
        .args(&NATIVE)
        .args(&["--all-targets", "--", "-D", "warnings"])
        .run()
}

/// `cargo deny`, without advisories: their database needs a network that a build should not need.
pub fn deny(workspace: &Workspace) -> Result<()> {
    setup::deny(workspace)?;
    Command::new(workspace.root(), "cargo", ["deny", "check", "licenses", "bans", "sources"]).run()
}

/// `cargo machete`
pub fn unused(workspace: &Workspace) -> Result<()> {
    setup::machete(workspace)?;
    // Not as `cargo machete`: below `cargo run` it takes its own name for a folder.
    Command::new(workspace.root(), "cargo-machete", ["."]).run()
}

/// The server's tests once more, on PostgreSQL.
pub fn postgres(workspace: &Workspace) -> Result<()> {
    let server = Postgres::start(workspace, Durability::None)?;
    let tests = if has_nextest() {
        // Those that are built already: of one package alone, cargo chooses other features for what it needs.
        runner(workspace).args(&NATIVE).args(&["--filterset", "package(linkspan-server)"])
    } else {
        runner(workspace).args(&["--package", "linkspan-server"])
    };
    tests.env("LINKSPAN_TEST_POSTGRES", server.url()).run()
}

/// All tests.
pub fn tests(workspace: &Workspace) -> Result<()> {
    runner(workspace).args(&NATIVE).run()?;
    if has_nextest() {
        // nextest does not run the examples in doc comments.
        Command::new(workspace.root(), "cargo", ["test", "--doc"]).args(&NATIVE).run()?;
    }
    Ok(())
}

/// What runs tests: nextest when it is there.
fn runner(workspace: &Workspace) -> Command {
    let words: &[&str] = if has_nextest() { &["nextest", "run", "--no-fail-fast"] } else { &["test"] };
    Command::new(workspace.root(), "cargo", words)
}

fn has_nextest() -> bool {
    which::which("cargo-nextest").is_ok()
}
