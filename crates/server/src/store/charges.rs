//! Attempts to get the money of payments, and the queue of what the network says of them: the rows
//! are the truth, workers only read them.

use linkspan_wire::charge::Charge;
use sqlx::{AssertSqlSafe, FromRow, any::AnyExecutor};

use super::{
    Store,
    json::Json,
    page::{Page, Rows},
};
use crate::payments::Outcome;

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ChargeRow {
    /// As it is shown.
    pub object: Json<Charge>,
    /// What the sandbox says of it.
    #[sqlx(try_from = "String")]
    pub outcome: Outcome,
    /// When the next of that is known; null when nothing more comes.
    pub due_at: Option<i64>,
}

/// Keeps a new one, or what changed of an old one.
pub async fn save(db: impl AnyExecutor<'_>, merchant: &str, row: &ChargeRow) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO charges (id, merchant, customer, payment_intent, outcome, due_at, object, created)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, object = excluded.object",
    )
    .bind(&row.object.id)
    .bind(merchant)
    .bind(&row.object.customer)
    .bind(&row.object.payment_intent)
    .bind(row.outcome.as_str())
    .bind(row.due_at)
    .bind(&row.object)
    .bind(row.object.created)
    .execute(db)
    .await?;
    Ok(())
}

/// A charge that this process has taken.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Claimed {
    /// `py_…`
    pub id: String,
    /// `acct_…`
    pub merchant: String,
    /// Until when; as long as the row says the same, nobody else has taken or settled it.
    pub due_at: Option<i64>,
}

/// Takes what is due: no other process takes it for `lease` seconds.
pub async fn claim(store: &Store, now: i64, lease: i64, limit: i64) -> Result<Vec<Claimed>, sqlx::Error> {
    let query = format!(
        "UPDATE charges SET due_at = $1 WHERE id IN (
             SELECT id FROM charges WHERE due_at <= $2 ORDER BY due_at, id LIMIT $3{})
         RETURNING id, merchant, due_at",
        store.skip_locked()
    );
    sqlx::query_as(AssertSqlSafe(query))
        .bind(now.saturating_add(lease))
        .bind(now)
        .bind(limit)
        .fetch_all(store.pool())
        .await
}

/// A charge of this merchant's.
pub async fn find(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    id: &str,
) -> Result<Option<ChargeRow>, sqlx::Error> {
    sqlx::query_as("SELECT object, outcome, due_at FROM charges WHERE id = $1 AND merchant = $2")
        .bind(id)
        .bind(merchant)
        .fetch_optional(db)
        .await
}

/// One page of the merchant's charges; all of them, those of a customer, those of a payment.
pub async fn list(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    customer: Option<&str>,
    payment_intent: Option<&str>,
    (from, to): (i64, i64),
    page: &Page,
) -> Result<Rows<Charge>, sqlx::Error> {
    let query = page.query(
        "SELECT object FROM charges WHERE merchant = $3 AND ($4 IS NULL OR customer = $4)
         AND ($5 IS NULL OR payment_intent = $5) AND created BETWEEN $6 AND $7",
    );
    let query = sqlx::query_as(query).bind(page.id()).bind(page.rows()).bind(merchant);
    let rows: Vec<(Json<Charge>,)> =
        query.bind(customer).bind(payment_intent).bind(from).bind(to).fetch_all(db).await?;
    Ok(page.cut(rows).map(|(Json(one),)| one))
}
