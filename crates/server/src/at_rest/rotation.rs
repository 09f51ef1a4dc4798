//! After a change of keys: everything is sealed anew under the first key, so that older ones can be
//! taken out of the setting.

use sqlx::{AnyConnection, AssertSqlSafe};

use super::{COLUMNS, Place, keyring};
use crate::AppState;

/// Rows that are read at once.
const BATCH: i64 = 100;

/// Seals anew what is under an older key. Ends by itself; what a stop cuts off goes on at the next
/// start.
pub async fn run(state: AppState) {
    match round(&state).await {
        Ok(0) => {}
        Ok(values) => tracing::info!(values, "sealed anew under the first encryption key"),
        Err(error) => tracing::error!(%error, "values could not be sealed anew; the next start tries again"),
    }
}

/// Whether anything is still sealed under the key of this id.
pub(super) async fn is_used(tx: &mut AnyConnection, key: &str) -> Result<bool, sqlx::Error> {
    for (table, column) in COLUMNS {
        let query = format!("SELECT id FROM {table} WHERE {column} LIKE $1 LIMIT 1");
        let found: Option<(String,)> = sqlx::query_as(AssertSqlSafe(query))
            .bind(format!("{}%", keyring::prefix(key)))
            .fetch_optional(&mut *tx)
            .await?;
        if found.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// All columns once; says how many values were sealed anew.
async fn round(state: &AppState) -> Result<u64, sqlx::Error> {
    let pool = state.store.pool();
    let first = state.keyring.first_id();
    let older: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM encryption_keys WHERE id <> $1")
        .bind(first)
        .fetch_one(pool)
        .await?;
    if older == 0 {
        return Ok(0);
    }
    let mut values = 0;
    for (table, column) in COLUMNS {
        values += reseal(state, table, column).await?;
    }
    Ok(values)
}

async fn reseal(state: &AppState, table: &str, column: &str) -> Result<u64, sqlx::Error> {
    // Only constants of this crate come together here.
    let read = format!(
        "SELECT id, {column} FROM {table} WHERE {column} <> '' AND {column} NOT LIKE $1 AND id > $2
         ORDER BY id LIMIT $3"
    );
    let write = format!("UPDATE {table} SET {column} = $1 WHERE id = $2 AND {column} = $3");
    let (mut after, mut values) = (String::new(), 0);
    loop {
        let rows: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(read.clone()))
            .bind(format!("{}%", state.keyring.prefix()))
            .bind(&after)
            .bind(BATCH)
            .fetch_all(state.store.pool())
            .await?;
        let Some((last, _)) = rows.last() else { return Ok(values) };
        after.clone_from(last);
        for (id, old) in rows {
            let place = Place::new(table, column, &id);
            let new = state.keyring.seal(place, &state.keyring.open(place, &old)?);
            let done = sqlx::query(AssertSqlSafe(write.clone()))
                .bind(new)
                .bind(&id)
                .bind(old)
                .execute(state.store.pool())
                .await?;
            values += done.rows_affected();
        }
    }
}
