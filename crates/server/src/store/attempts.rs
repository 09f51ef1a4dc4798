//! What became of each attempt to deliver an event, for the merchant to see.

use sqlx::{FromRow, any::AnyExecutor};

use super::page::{Page, Rows};

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AttemptRow {
    /// `wea_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// `we_…`
    pub endpoint: String,
    /// Which one, from 1.
    pub number: i64,
    /// HTTP status of the answer; null when there was none.
    pub status: Option<i64>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// Milliseconds until the answer, or until it was given up.
    pub duration_ms: i64,
    /// Unix seconds at which it began.
    pub created: i64,
}

/// Keeps an attempt, under the number after the last one of this event at this endpoint: back-off begins anew when
/// an event is sent again by hand, the numbers do not.
pub async fn insert(db: impl AnyExecutor<'_>, row: &AttemptRow) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO delivery_attempts (id, event, endpoint, number, status, error, duration_ms, created)
         VALUES ($1, $2, $3, (SELECT COALESCE(MAX(number), 0) + 1 FROM delivery_attempts
             WHERE event = $2 AND endpoint = $3), $4, $5, $6, $7)",
    )
    .bind(&row.id)
    .bind(&row.event)
    .bind(&row.endpoint)
    .bind(row.status)
    .bind(&row.error)
    .bind(row.duration_ms)
    .bind(row.created)
    .execute(db)
    .await?;
    Ok(())
}

/// One attempt at this endpoint.
pub async fn find(
    db: impl AnyExecutor<'_>,
    endpoint: &str,
    id: &str,
) -> Result<Option<AttemptRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM delivery_attempts WHERE id = $1 AND endpoint = $2")
        .bind(id)
        .bind(endpoint)
        .fetch_optional(db)
        .await
}

/// One page of the attempts at an endpoint; all of them or those of one event.
pub async fn list(
    db: impl AnyExecutor<'_>,
    endpoint: &str,
    event: Option<&str>,
    page: &Page,
) -> Result<Rows<AttemptRow>, sqlx::Error> {
    let query =
        page.query("SELECT * FROM delivery_attempts WHERE endpoint = $3 AND ($4 IS NULL OR event = $4)");
    let query = sqlx::query_as(query).bind(page.id()).bind(page.rows()).bind(endpoint).bind(event);
    Ok(page.cut(query.fetch_all(db).await?))
}
