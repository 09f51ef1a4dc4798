//! Answers kept under an `Idempotency-Key`, for a day.

use sqlx::{FromRow, any::AnyExecutor};

/// How long an answer is kept.
const KEPT_SECONDS: i64 = 24 * 60 * 60;
/// After this long a request that never ended was cut off by a crash, and may be made again.
const ABANDONED_SECONDS: i64 = 120;

/// A request that was made under a key.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Kept {
    /// Hash of what was asked.
    pub fingerprint: String,
    /// HTTP status; null while it is under way.
    pub status: Option<i64>,
    /// The answer's body.
    pub body: Option<String>,
}

/// Claims a key. `None` when it is the caller's now; else what was done, or is being done, under it.
pub async fn claim(
    tx: &mut sqlx::AnyConnection,
    merchant: &str,
    key: &str,
    fingerprint: &str,
    now: i64,
) -> Result<Option<Kept>, sqlx::Error> {
    sqlx::query(
        "DELETE FROM idempotency_keys WHERE merchant = $1 AND key = $2 \
         AND (created <= $3 OR (status IS NULL AND created <= $4))",
    )
    .bind(merchant)
    .bind(key)
    .bind(now - KEPT_SECONDS)
    .bind(now - ABANDONED_SECONDS)
    .execute(&mut *tx)
    .await?;
    let claimed = sqlx::query(
        "INSERT INTO idempotency_keys (merchant, key, fingerprint, created) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (merchant, key) DO NOTHING",
    )
    .bind(merchant)
    .bind(key)
    .bind(fingerprint)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    if claimed.rows_affected() == 1 {
        return Ok(None);
    }
    let kept = sqlx::query_as(
        "SELECT fingerprint, status, body FROM idempotency_keys WHERE merchant = $1 AND key = $2",
    );
    kept.bind(merchant).bind(key).fetch_optional(&mut *tx).await
}

/// Keeps the answer.
pub async fn keep(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    key: &str,
    status: u16,
    body: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE idempotency_keys SET status = $1, body = $2 WHERE merchant = $3 AND key = $4")
        .bind(i64::from(status))
        .bind(body)
        .bind(merchant)
        .bind(key)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives a claimed key back: nothing was done under it.
pub async fn release(db: impl AnyExecutor<'_>, merchant: &str, key: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM idempotency_keys WHERE merchant = $1 AND key = $2 AND status IS NULL")
        .bind(merchant)
        .bind(key)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets answers that are older than a day.
pub async fn forget(db: impl AnyExecutor<'_>, now: i64) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM idempotency_keys WHERE created <= $1")
        .bind(now - KEPT_SECONDS)
        .execute(db)
        .await?;
    Ok(())
}
