//! A column of words that this build reads.

/// A word in the database that this build does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown word in the database: {0}")]
pub struct UnknownWord(pub String);
