//! What can go wrong in a task, in words that say what to do.

use std::{io, path::PathBuf};

/// The result of a task.
pub type Result<T> = std::result::Result<T, Failure>;

/// Why a task stopped.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A command could not be started.
    #[error("could not start `{command}`: {source}")]
    Start {
        /// As one would type it.
        command: String,
        /// What the system said.
        source: io::Error,
    },
    /// A command ended badly.
    #[error("`{command}` ended with {status}")]
    Ended {
        /// As one would type it.
        command: String,
        /// Exit code or signal.
        status: String,
    },
    /// A server did not say that it is ready.
    #[error("`{command}` did not become ready{}", log.as_deref().map(|log| format!("; it wrote:\n{log}")).unwrap_or_default())]
    NotReady {
        /// As one would type it.
        command: String,
        /// The end of what it wrote to its log.
        log: Option<String>,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file does not say what it should.
    #[error("{path}: {what}", path = path.display())]
    Content {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// Something has to be installed by hand.
    #[error("{what} is missing. {remedy}")]
    Missing {
        /// What is missing.
        what: String,
        /// How to get it.
        remedy: String,
    },
    /// A port of the demo is in use.
    #[error("{address} is in use. Stop what listens there, or look at it with `ss -ltnp`.")]
    PortTaken {
        /// Address and port.
        address: String,
    },
    /// A shipped file is larger than it may be.
    #[error("over budget: {0}")]
    OverBudget(String),
    /// Steps of the test run failed.
    #[error("failed: {0}")]
    Steps(String),
    /// A step of that name does not exist.
    #[error("there is no step `{name}`; there are: {known}")]
    NoSuchStep {
        /// As typed.
        name: String,
        /// All names.
        known: String,
    },
}

impl Failure {
    /// For `map_err` on file operations.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
