//! Keyed hashes of e-mail addresses, made anew at the start where they are not of the first key: after a change
//! of keys, and of what an older version kept. So an address is looked up by one hash.

use sqlx::AssertSqlSafe;

use super::{Keyring, Place};
use crate::store::{Store, consumers};

/// Tables with a sealed `email` and its `email_hash`.
const TABLES: [&str; 2] = ["consumers", "saved_visits"];
/// Rows of one transaction.
const BATCH: i64 = 500;

/// Makes the hashes anew that are not of the first key.
///
/// # Errors
/// When the database fails or an address does not open; the next start goes on.
pub async fn rehash(store: &Store, keyring: &Keyring) -> Result<(), sqlx::Error> {
    for table in TABLES {
        let mut after = String::new();
        while let Some(last) = batch(store, keyring, table, &after).await? {
            after = last;
        }
    }
    codes(store, keyring).await
}

/// Works on rows behind this id; gives the last one's.
async fn batch(
    store: &Store,
    keyring: &Keyring,
    table: &str,
    after: &str,
) -> Result<Option<String>, sqlx::Error> {
    // Only constants of this crate come together here.
    let read = format!(
        "SELECT id, email FROM {table} WHERE email_hash NOT LIKE $1 AND id > $2 ORDER BY id LIMIT $3"
    );
    let write = format!("UPDATE {table} SET email_hash = $1 WHERE id = $2");
    let mut tx = store.begin_write("encryption_keys").await?;
    let rows: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(read))
        .bind(format!("{}.%", keyring.first_id()))
        .bind(after)
        .bind(BATCH)
        .fetch_all(&mut *tx)
        .await?;
    let Some((last, _)) = rows.last().cloned() else { return Ok(None) };
    for (id, sealed) in rows {
        let email = keyring.open(Place::new(table, "email", &id), &sealed)?;
        let hash = consumers::email_hash(keyring, &email);
        sqlx::query(AssertSqlSafe(write.clone())).bind(hash).bind(&id).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(Some(last))
}

/// Codes know their address by the hash alone, and live for an hour: those of an older version are told
/// from it, those of an older key are left to end.
async fn codes(store: &Store, keyring: &Keyring) -> Result<(), sqlx::Error> {
    let mut tx = store.begin_write("encryption_keys").await?;
    let plain: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT email_hash FROM consumer_codes WHERE email_hash NOT LIKE '%.%'")
            .fetch_all(&mut *tx)
            .await?;
    for hash in plain {
        sqlx::query("UPDATE consumer_codes SET email_hash = $1 WHERE email_hash = $2")
            .bind(consumers::keyed_hash(keyring, &hash))
            .bind(&hash)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await
}
