//! Institutions that the operator imported.

use linkspan_directory::Record;
use sqlx::any::AnyExecutor;

use super::{Store, json::Json};

/// All of them.
pub async fn list(db: impl AnyExecutor<'_>) -> Result<Vec<Record>, sqlx::Error> {
    let rows: Vec<(Json<Record>,)> =
        sqlx::query_as("SELECT record FROM institutions ORDER BY id").fetch_all(db).await?;
    Ok(rows.into_iter().map(|(Json(record),)| record).collect())
}

/// Puts these in the place of all that there were. Gives how many of those are not among them.
pub async fn replace(store: &Store, records: &[Record], now: i64) -> Result<usize, sqlx::Error> {
    let mut tx = store.begin_write("institutions").await?;
    let before: Vec<String> = sqlx::query_scalar("SELECT id FROM institutions").fetch_all(&mut *tx).await?;
    let mut removed = 0;
    for id in before.iter().filter(|id| !records.iter().any(|record| record.id == **id)) {
        sqlx::query("DELETE FROM institutions WHERE id = $1").bind(id).execute(&mut *tx).await?;
        removed += 1;
    }
    for record in records {
        sqlx::query(
            "INSERT INTO institutions (id, record, created) VALUES ($1, $2, $3) \
             ON CONFLICT (id) DO UPDATE SET record = excluded.record",
        )
        .bind(&record.id)
        .bind(Json(record))
        .bind(now)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(removed)
}
