//! When banks are asked for the numbers of accounts.

use sqlx::{AssertSqlSafe, any::AnyExecutor};

use super::Store;

/// When the bank is asked next.
pub async fn schedule(db: impl AnyExecutor<'_>, account: &str, due_at: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE accounts SET numbers_due = $2 WHERE id = $1")
        .bind(account)
        .bind(due_at)
        .execute(db)
        .await?;
    Ok(())
}

/// Takes what is due, as merchant and account: no other process takes it for `lease` seconds.
pub async fn claim(
    store: &Store,
    now: i64,
    lease: i64,
    limit: i64,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    let query = format!(
        "UPDATE accounts SET numbers_due = $1 WHERE id IN (
             SELECT id FROM accounts WHERE status = 'active' AND numbers_due <= $2
             ORDER BY numbers_due, id LIMIT $3{})
         RETURNING merchant, id",
        store.skip_locked()
    );
    sqlx::query_as(AssertSqlSafe(query))
        .bind(now.saturating_add(lease))
        .bind(now)
        .bind(limit)
        .fetch_all(store.pool())
        .await
}

/// Notes that the approach of an expiry is announced; false when it was announced before.
pub async fn announce(db: impl AnyExecutor<'_>, account: &str, expires_at: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE accounts SET numbers_announced_for = $2
         WHERE id = $1 AND (numbers_announced_for IS NULL OR numbers_announced_for <> $2)",
    )
    .bind(account)
    .bind(expires_at)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
