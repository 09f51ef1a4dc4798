//! Errors that say that others held what was needed.

/// What SQLite says when its one writer was busy for longer than the busy timeout, in its kinds.
const SQLITE: [&str; 3] = ["5", "261", "517"];
/// What `PostgreSQL` says of a lock that was not free, a deadlock, and a transaction that lost to another.
const POSTGRES: [&str; 3] = ["55P03", "40P01", "40001"];

/// Whether the transaction, or the query, did not begin or was undone because others were in the way.
pub fn is_contended(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => {
            error.code().is_some_and(|code| SQLITE.contains(&&*code) || POSTGRES.contains(&&*code))
        }
        _ => false,
    }
}
