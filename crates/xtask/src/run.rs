//! Running a command to its end, with the command shown as one would type it.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use duct::Expression;

use crate::{
    console,
    failure::{Failure, Result},
};

/// A command to run.
pub struct Command {
    program: String,
    arguments: Vec<OsString>,
    folder: PathBuf,
    variables: Vec<(String, OsString)>,
    shown_variables: Vec<(String, String)>,
}

impl Command {
    /// A program with its arguments, run in `folder`.
    pub fn new<A: Into<OsString>>(
        folder: &Path,
        program: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            program: program.to_owned(),
            arguments: arguments.into_iter().map(Into::into).collect(),
            folder: folder.to_owned(),
            variables: Vec::new(),
            shown_variables: Vec::new(),
        }
    }

    /// One argument more.
    #[must_use]
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// More arguments.
    #[must_use]
    pub fn args<A: Into<OsString> + Clone>(mut self, arguments: &[A]) -> Self {
        self.arguments.extend(arguments.iter().cloned().map(Into::into));
        self
    }

    /// An environment variable that one would have to type as well.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        let value = value.as_ref();
        self.shown_variables.push((name.to_owned(), value.to_string_lossy().into_owned()));
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// An environment variable that is not shown: long, or secret.
    #[must_use]
    pub fn quiet_env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.variables.push((name.to_owned(), value.as_ref().to_owned()));
        self
    }

    /// The command as one would type it.
    pub fn shown(&self) -> String {
        let variables = self.shown_variables.iter().map(|(name, value)| format!("{name}={}", quoted(value)));
        let words = std::iter::once(self.program.clone())
            .chain(self.arguments.iter().map(|argument| quoted(&argument.to_string_lossy())));
        variables.chain(words).collect::<Vec<_>>().join(" ")
    }

    /// Runs it with its output shown; anything but success is an error.
    pub fn run(&self) -> Result<()> {
        console::note(&format!("$ {}", self.shown()));
        self.finish(&self.expression().unchecked()).map(drop)
    }

    /// Runs it and gives back what it wrote to standard output.
    pub fn read(&self) -> Result<String> {
        let output = self.finish(&self.expression().stdout_capture().stderr_null().unchecked())?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// The expression behind it, for a process that stays.
    pub fn expression(&self) -> Expression {
        let mut expression = duct::cmd(&self.program, &self.arguments).dir(&self.folder);
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_about_xtask(name)) {
            expression = expression.env_remove(name);
        }
        for (name, value) in &self.variables {
            expression = expression.env(name, value);
        }
        expression
    }

    fn finish(&self, expression: &Expression) -> Result<std::process::Output> {
        let output =
            expression.run().map_err(|source| Failure::Start { command: self.program.clone(), source })?;
        if output.status.success() {
            Ok(output)
        } else {
            Err(Failure::Ended { command: self.shown(), status: output.status.to_string() })
        }
    }
}

/// Whether cargo said this to us, of this package. Some build scripts look at these, and would run again, with
/// all that is built on them, whenever cargo is called from here and then by hand.
fn is_about_xtask(variable: &OsStr) -> bool {
    variable
        .to_str()
        .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{word}'") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_says_of_this_package_is_not_passed_on() {
        assert!(std::env::var_os("CARGO_PKG_NAME").is_some(), "cargo runs tests like programs");
        let environment = Command::new(Path::new("."), "env", [""; 0]).read().expect("what it is");
        assert!(!environment.contains("CARGO_PKG_") && environment.contains("CARGO_HOME"), "{environment}");
    }

    #[test]
    fn a_command_is_shown_as_typed() {
        let command =
            Command::new(Path::new("."), "sh", ["-c", "exit 3"]).env("A", "1").quiet_env("KEY", "hidden");
        assert_eq!(command.shown(), "A=1 sh -c 'exit 3'");
        let error = command.run().expect_err("exit 3 is a failure").to_string();
        assert!(error.contains("exit status: 3"), "{error}");
        assert!(!error.contains("hidden"));
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = Command::new(Path::new("."), "no-such-program-here", [""; 0]).run().expect_err("missing");
        assert!(error.to_string().contains("no-such-program-here"));
    }
}
