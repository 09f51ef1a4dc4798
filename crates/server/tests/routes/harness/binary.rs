//! The server's binary as an operator calls it.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

use crate::database;

/// The binary, without what the machine of the test sets.
pub fn server() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linkspan-server"));
    command.env_remove("RUST_LOG").env_remove("DATABASE_URL");
    command
}

/// Runs it to its end. A test with a server of its own needs a runtime of several threads: on one the
/// server would stand still meanwhile, perhaps in the middle of a write that the command waits for.
pub fn run(command: &mut Command) -> Output {
    command.output().expect("the server's binary")
}

/// Where commands find what a server has: its directory, and its database where that is elsewhere.
pub struct Data {
    dir: PathBuf,
    postgres: Option<String>,
}

impl Data {
    /// Of a server on this directory.
    pub async fn of(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), postgres: database::postgres_url(dir).await }
    }

    /// A command of an operator.
    pub fn on(&self, words: &[&str]) -> Output {
        let mut command = server();
        command.args(words).arg("--data-dir").arg(&self.dir);
        if let Some(url) = &self.postgres {
            command.env("DATABASE_URL", url);
        }
        run(&mut command)
    }

    /// The same, with the JSON that it prints.
    #[track_caller]
    pub fn json(&self, words: &[&str]) -> Value {
        let output = self.on(&[words, &["--json"]].concat());
        assert!(output.status.success(), "{}", said(output));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }
}

/// All that it said.
pub fn said(output: Output) -> String {
    String::from_utf8([output.stdout, output.stderr].concat()).expect("text")
}

/// What it said when it refused.
#[track_caller]
pub fn refused(output: Output) -> String {
    assert!(!output.status.success(), "{}", said(output));
    said(output)
}
