//! The queue of refreshes, and their history: the rows are the truth, workers only read them.

use sqlx::{AssertSqlSafe, FromRow, any::AnyExecutor};

use super::Store;
use crate::refreshes::Feature;

/// A refresh that this process has taken to work on.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Claimed {
    /// `fctxnref_…` and the like.
    pub id: String,
    /// `acct_…`
    pub merchant: String,
    /// `fca_…`
    pub account: String,
    /// What is read.
    #[sqlx(try_from = "String")]
    pub feature: Feature,
    /// Attempts, with this one.
    pub attempts: i64,
}

/// Queues one. There must be none pending for this account and feature.
pub async fn insert(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    account: &str,
    id: &str,
    feature: Feature,
    now: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO refreshes (id, merchant, account, feature, status, due_at, created)
         VALUES ($1, $2, $3, $4, 'pending', $5, $5)",
    )
    .bind(id)
    .bind(merchant)
    .bind(account)
    .bind(feature.as_str())
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Takes what is due: no other process takes it for `lease` seconds.
pub async fn claim(store: &Store, now: i64, lease: i64, limit: i64) -> Result<Vec<Claimed>, sqlx::Error> {
    let query = format!(
        "UPDATE refreshes SET due_at = $1, attempts = attempts + 1 WHERE id IN (
             SELECT id FROM refreshes WHERE status = 'pending' AND due_at <= $2
             ORDER BY due_at, id LIMIT $3{})
         RETURNING id, merchant, account, feature, attempts",
        store.skip_locked()
    );
    sqlx::query_as(AssertSqlSafe(query))
        .bind(now.saturating_add(lease))
        .bind(now)
        .bind(limit)
        .fetch_all(store.pool())
        .await
}

/// It is tried again at a later time.
pub async fn postpone(db: impl AnyExecutor<'_>, id: &str, due_at: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE refreshes SET due_at = $2 WHERE id = $1 AND status = 'pending'")
        .bind(id)
        .bind(due_at)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends one; false when something else has ended it already.
pub async fn end(db: impl AnyExecutor<'_>, id: &str, succeeded: bool, now: i64) -> Result<bool, sqlx::Error> {
    let done =
        sqlx::query("UPDATE refreshes SET status = $2, ended_at = $3 WHERE id = $1 AND status = 'pending'")
            .bind(id)
            .bind(if succeeded { "succeeded" } else { "failed" })
            .bind(now)
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends all that is pending of an account as failed.
pub async fn abandon(db: impl AnyExecutor<'_>, account: &str, now: i64) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE refreshes SET status = 'failed', ended_at = $2 WHERE account = $1 AND status = 'pending'",
    )
    .bind(account)
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Whether one of this kind has ever succeeded.
pub async fn has_succeeded(
    db: impl AnyExecutor<'_>,
    account: &str,
    feature: Feature,
) -> Result<bool, sqlx::Error> {
    let count: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM refreshes WHERE account = $1 AND feature = $2 AND status = 'succeeded'",
    )
    .bind(account)
    .bind(feature.as_str())
    .fetch_one(db)
    .await?;
    Ok(count > 0)
}

/// Whether the account has a transaction refresh of this id.
pub async fn exists(db: impl AnyExecutor<'_>, account: &str, id: &str) -> Result<bool, sqlx::Error> {
    let count: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM refreshes WHERE account = $1 AND id = $2 AND feature = 'transactions'",
    )
    .bind(account)
    .bind(id)
    .fetch_one(db)
    .await?;
    Ok(count > 0)
}
