//! What can go wrong with a directory.

/// What can go wrong with a directory.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DirectoryError {
    /// The file of records cannot be read.
    #[error("institutions file: {0}")]
    Parse(#[from] serde_json::Error),
    /// A record says something that cannot be.
    #[error("institution `{id}`: {field} {problem}")]
    Record {
        /// Which record.
        id: String,
        /// Which of its fields.
        field: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The search index failed.
    #[error("institution search: {0}")]
    Search(#[from] tantivy::TantivyError),
}
