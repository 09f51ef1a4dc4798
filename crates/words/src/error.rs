//! What can be wrong with the files.

use std::{io, path::PathBuf};

/// What is wrong with the files.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is not groups of sentences.
    #[error("locales/{language}.json: {source}")]
    Shape {
        /// Of which language.
        language: String,
        /// Where and why.
        source: serde_json::Error,
    },
    /// A sentence has a line break, or braces that are no `{{ name }}`.
    #[error("locales/{language}.json: {key} has a line break, or braces that are no {{{{ name }}}}")]
    Sentence {
        /// Of which language.
        language: String,
        /// Which.
        key: String,
    },
    /// Two languages do not have the same sentence with the same values.
    #[error("locales: {key} is not the same in {first} and {second}: one lacks it, or takes other values")]
    Differs {
        /// Which.
        key: String,
        /// One language.
        first: String,
        /// The other.
        second: String,
    },
}
