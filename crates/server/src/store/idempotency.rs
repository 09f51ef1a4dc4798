//! Answers kept under an `Idempotency-Key`, for a day.

use sqlx::{FromRow, any::AnyExecutor};

use crate::at_rest::Place;

/// How long an answer is kept.
const KEPT_SECONDS: i64 = 24 * 60 * 60;
/// After this long a request that never ended was cut off with its process.
const CUT_OFF_SECONDS: i64 = 120;

/// A request that is to be made under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim<'a> {
    /// `idem_…`
    pub id: &'a str,
    /// `acct_…`
    pub merchant: &'a str,
    /// As the merchant sent it.
    pub key: &'a str,
    /// Keyed digest of what is asked.
    pub fingerprint: &'a str,
}

/// A request that was made under a key.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Kept {
    /// `idem_…`
    pub id: String,
    /// Keyed digest of what was asked.
    pub fingerprint: String,
    /// HTTP status; null while it is under way.
    pub status: Option<i64>,
    /// The answer's body, sealed.
    pub body: Option<String>,
    /// Unix seconds at which it began.
    pub created: i64,
}

impl Kept {
    /// Whether its process ended before it did: nobody knows what it came to.
    pub fn is_cut_off(&self, now: i64) -> bool {
        self.status.is_none() && self.created <= now - CUT_OFF_SECONDS
    }
}

/// Where the body of an answer is.
pub fn body_at(id: &str) -> Place<'_> {
    Place::new("idempotency_keys", "body", id)
}

/// Claims a key. `None` when it is the caller's now; else what was done, or is being done, under it.
pub async fn claim(
    tx: &mut sqlx::AnyConnection,
    claim: &Claim<'_>,
    now: i64,
) -> Result<Option<Kept>, sqlx::Error> {
    sqlx::query("DELETE FROM idempotency_keys WHERE merchant = $1 AND key = $2 AND created <= $3")
        .bind(claim.merchant)
        .bind(claim.key)
        .bind(now - KEPT_SECONDS)
        .execute(&mut *tx)
        .await?;
    let claimed = sqlx::query(
        "INSERT INTO idempotency_keys (id, merchant, key, fingerprint, created) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (merchant, key) DO NOTHING",
    )
    .bind(claim.id)
    .bind(claim.merchant)
    .bind(claim.key)
    .bind(claim.fingerprint)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    if claimed.rows_affected() == 1 {
        return Ok(None);
    }
    let kept = sqlx::query_as(
        "SELECT id, fingerprint, status, body, created FROM idempotency_keys WHERE merchant = $1 AND key = $2",
    );
    kept.bind(claim.merchant).bind(claim.key).fetch_optional(&mut *tx).await
}

/// Keeps the answer, whose body is sealed.
pub async fn keep(db: impl AnyExecutor<'_>, id: &str, status: u16, body: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE idempotency_keys SET status = $1, body = $2 WHERE id = $3")
        .bind(i64::from(status))
        .bind(body)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives a claimed key back: nothing was done under it.
pub async fn release(db: impl AnyExecutor<'_>, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM idempotency_keys WHERE id = $1 AND status IS NULL").bind(id).execute(db).await?;
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
