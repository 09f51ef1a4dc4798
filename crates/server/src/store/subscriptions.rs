//! Accounts whose transactions are refreshed daily.

use sqlx::any::AnyExecutor;

/// When the next daily refresh of an account is due; `None` ends the subscription.
pub async fn set(db: impl AnyExecutor<'_>, account: &str, due_at: Option<i64>) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE accounts SET subscribed_due = $2 WHERE id = $1")
        .bind(account)
        .bind(due_at)
        .execute(db)
        .await?;
    Ok(())
}

/// Merchants and accounts whose daily refresh is due.
pub async fn due(
    db: impl AnyExecutor<'_>,
    now: i64,
    limit: i64,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT merchant, id FROM accounts WHERE status = 'active' AND subscribed_due <= $1
         ORDER BY subscribed_due, id LIMIT $2",
    )
    .bind(now)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// Moves the next daily refresh on; false when another process has done that.
pub async fn advance(
    db: impl AnyExecutor<'_>,
    account: &str,
    now: i64,
    due_at: i64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("UPDATE accounts SET subscribed_due = $3 WHERE id = $1 AND subscribed_due <= $2")
        .bind(account)
        .bind(now)
        .bind(due_at)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}
