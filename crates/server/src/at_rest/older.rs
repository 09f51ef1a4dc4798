//! Columns that were not always sealed: what an older version left in clear is sealed at the start, before
//! anything is served. So readers know of no clear values.

use sqlx::AssertSqlSafe;

use super::{Keyring, Place, keyring};
use crate::store::Store;

/// Table and column; values that are not sealed are JSON objects.
const ONCE_CLEAR: [(&str, &str); 2] = [("owners", "object"), ("transactions", "object")];
/// Rows of one transaction.
const BATCH: i64 = 500;

/// Seals what is in clear. All processes on one database have to be of a version that seals.
///
/// # Errors
/// When the database fails; the next start goes on.
pub async fn seal(store: &Store, keyring: &Keyring) -> Result<(), sqlx::Error> {
    for (table, column) in ONCE_CLEAR {
        if !is_clear_at_the_end(store, table, column).await? {
            continue;
        }
        let mut after = String::new();
        let mut rows = 0;
        while let Some((last, sealed)) = batch(store, keyring, (table, column), &after).await? {
            after = last;
            rows += sealed;
        }
        tracing::info!(table, rows, "sealed what an older version kept in clear");
    }
    Ok(())
}

/// Rows are sealed in the order of their ids, so while there is a clear one, the last is clear: no start
/// has to look at all of them.
async fn is_clear_at_the_end(store: &Store, table: &str, column: &str) -> Result<bool, sqlx::Error> {
    // Only constants of this crate come together here, and below.
    let query = format!("SELECT {column} FROM {table} ORDER BY id DESC LIMIT 1");
    let last: Option<String> = sqlx::query_scalar(AssertSqlSafe(query)).fetch_optional(store.pool()).await?;
    Ok(last.is_some_and(|value| !keyring::is_sealed(&value)))
}

/// Seals the rows behind this id; gives the last one's, and how many were clear.
async fn batch(
    store: &Store,
    keyring: &Keyring,
    (table, column): (&str, &str),
    after: &str,
) -> Result<Option<(String, u64)>, sqlx::Error> {
    let read = format!("SELECT id, {column} FROM {table} WHERE id > $1 ORDER BY id LIMIT $2");
    let write = format!("UPDATE {table} SET {column} = $1 WHERE id = $2");
    let mut tx = store.begin_write("encryption_keys").await?;
    let rows: Vec<(String, String)> =
        sqlx::query_as(AssertSqlSafe(read)).bind(after).bind(BATCH).fetch_all(&mut *tx).await?;
    let Some((last, _)) = rows.last().cloned() else { return Ok(None) };
    let mut sealed = 0;
    for (id, clear) in rows.into_iter().filter(|(_, value)| !keyring::is_sealed(value)) {
        sqlx::query(AssertSqlSafe(write.clone()))
            .bind(keyring.seal(Place::new(table, column, &id), &clear))
            .bind(&id)
            .execute(&mut *tx)
            .await?;
        sealed += 1;
    }
    tx.commit().await?;
    Ok(Some((last, sealed)))
}
