//! Deliveries of events to webhook endpoints: the rows are the truth, the worker only reads them.

use sqlx::{AssertSqlSafe, FromRow, any::AnyExecutor};

use super::Store;

/// A delivery whose time has come. No `Debug`: it carries the signing secret.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Due {
    /// `evt_…`
    pub event: String,
    /// `we_…`
    pub endpoint: String,
    /// Attempts that were made.
    pub attempts: i64,
    /// Unix seconds from which it was due.
    pub next_attempt_at: i64,
    /// Body to post.
    pub body: String,
    /// Where to.
    pub url: String,
    /// `whsec_…`, sealed.
    pub secret: String,
    /// The one before it was rolled, sealed.
    pub old_secret: Option<String>,
    /// Unix seconds until which that one signs along.
    pub old_secret_ends_at: Option<i64>,
    /// The version that the endpoint wants.
    pub api_version: Option<String>,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// `pending`, `delivered` or `failed`.
    pub status: DeliveryStatus,
    /// When to try again; means nothing unless pending.
    pub next_attempt_at: i64,
    /// HTTP status of the answer.
    pub last_status: Option<u16>,
    /// Why there was none, or why it did not count.
    pub last_error: Option<String>,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// To be tried, or tried again.
    Pending,
    /// The endpoint confirmed it.
    Delivered,
    /// Given up.
    Failed,
}

impl DeliveryStatus {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

/// Endpoints that have something due and that no process posts to.
pub async fn endpoints_due(db: impl AnyExecutor<'_>, now: i64) -> Result<Vec<String>, sqlx::Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT DISTINCT endpoint FROM deliveries JOIN webhook_endpoints \
         ON webhook_endpoints.id = deliveries.endpoint AND webhook_endpoints.status = 'enabled' \
         AND webhook_endpoints.posted_to_until <= $1 \
         WHERE deliveries.status = 'pending' AND next_attempt_at <= $1",
    )
    .bind(now)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|(endpoint,)| endpoint).collect())
}

/// Takes an endpoint for `lease` seconds, and says until when; `None` when another process has it or is taking
/// it, or it was disabled.
pub async fn hold(store: &Store, endpoint: &str, now: i64, lease: i64) -> Result<Option<i64>, sqlx::Error> {
    let until = now.saturating_add(lease);
    let query = format!(
        "UPDATE webhook_endpoints SET posted_to_until = $1 WHERE id IN (
             SELECT id FROM webhook_endpoints
             WHERE id = $2 AND status = 'enabled' AND posted_to_until <= $3{})",
        store.skip_locked()
    );
    let done =
        sqlx::query(AssertSqlSafe(query)).bind(until).bind(endpoint).bind(now).execute(store.pool()).await?;
    Ok((done.rows_affected() == 1).then_some(until))
}

/// Gives an endpoint back that [`hold`] took.
pub async fn let_go(db: impl AnyExecutor<'_>, endpoint: &str, held: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE webhook_endpoints SET posted_to_until = 0 WHERE id = $1 AND posted_to_until = $2")
        .bind(endpoint)
        .bind(held)
        .execute(db)
        .await?;
    Ok(())
}

/// Makes an event due at an endpoint at once, whatever became of it before; attempts are counted anew.
pub async fn resend(
    db: impl AnyExecutor<'_>,
    event: &str,
    endpoint: &str,
    now: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO deliveries (event, endpoint, status, next_attempt_at) VALUES ($1, $2, 'pending', $3)
         ON CONFLICT (event, endpoint) DO UPDATE SET status = 'pending', attempts = 0, next_attempt_at = $3",
    )
    .bind(event)
    .bind(endpoint)
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Endpoints that an event was to be posted to.
pub async fn endpoints_of(db: impl AnyExecutor<'_>, event: &str) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT endpoint FROM deliveries WHERE event = $1 ORDER BY endpoint")
        .bind(event)
        .fetch_all(db)
        .await
}

/// What is due at one endpoint, oldest event first, at most `limit`.
pub async fn due_at(
    db: impl AnyExecutor<'_>,
    endpoint: &str,
    now: i64,
    limit: i64,
) -> Result<Vec<Due>, sqlx::Error> {
    sqlx::query_as(
        "SELECT deliveries.event, deliveries.endpoint, deliveries.attempts, deliveries.next_attempt_at, \
         events.body, webhook_endpoints.url, webhook_endpoints.secret, webhook_endpoints.old_secret, \
         webhook_endpoints.old_secret_ends_at, webhook_endpoints.api_version FROM deliveries \
         JOIN events ON events.id = deliveries.event \
         JOIN webhook_endpoints ON webhook_endpoints.id = deliveries.endpoint \
         WHERE deliveries.status = 'pending' AND deliveries.endpoint = $1 AND next_attempt_at <= $2 \
         ORDER BY deliveries.event LIMIT $3",
    )
    .bind(endpoint)
    .bind(now)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// When the next delivery behind `now` is due, if any is waiting.
pub async fn next_due_after(db: impl AnyExecutor<'_>, now: i64) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT MIN(next_attempt_at) FROM deliveries WHERE status = 'pending' AND next_attempt_at > $1",
    )
    .bind(now)
    .fetch_one(db)
    .await
}

/// Keeps how an attempt ended. Somebody may have had it sent anew meanwhile: then it stays due.
pub async fn attempted(db: impl AnyExecutor<'_>, due: &Due, outcome: &Outcome) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE deliveries SET attempts = attempts + 1, status = $1, next_attempt_at = $2, last_status = $3, \
         last_error = $4 WHERE event = $5 AND endpoint = $6 \
         AND status = 'pending' AND attempts = $7 AND next_attempt_at = $8",
    )
    .bind(outcome.status.as_str())
    .bind(outcome.next_attempt_at)
    .bind(outcome.last_status.map(i64::from))
    .bind(&outcome.last_error)
    .bind(&due.event)
    .bind(&due.endpoint)
    .bind(due.attempts)
    .bind(due.next_attempt_at)
    .execute(db)
    .await?;
    Ok(())
}
