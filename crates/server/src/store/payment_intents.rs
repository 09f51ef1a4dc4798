//! Payments.

use linkspan_wire::payment_intent::PaymentIntent;
use sqlx::any::AnyExecutor;

use super::{
    json::Json,
    page::{Page, Rows},
};

/// Keeps a new one, or what changed of an old one.
pub async fn save(db: impl AnyExecutor<'_>, merchant: &str, one: &PaymentIntent) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO payment_intents (id, merchant, customer, object, created) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET customer = excluded.customer, object = excluded.object",
    )
    .bind(&one.id)
    .bind(merchant)
    .bind(&one.customer)
    .bind(Json(one))
    .bind(one.created)
    .execute(db)
    .await?;
    Ok(())
}

/// A payment of this merchant's.
pub async fn find(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    id: &str,
) -> Result<Option<PaymentIntent>, sqlx::Error> {
    let object: Option<Json<PaymentIntent>> =
        sqlx::query_scalar("SELECT object FROM payment_intents WHERE id = $1 AND merchant = $2")
            .bind(id)
            .bind(merchant)
            .fetch_optional(db)
            .await?;
    Ok(object.map(|Json(one)| one))
}

/// One page of the merchant's payments; all of them or those of a customer.
pub async fn list(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    customer: Option<&str>,
    (from, to): (i64, i64),
    page: &Page,
) -> Result<Rows<PaymentIntent>, sqlx::Error> {
    let query = page.query(
        "SELECT object FROM payment_intents WHERE merchant = $3 AND ($4 IS NULL OR customer = $4)
         AND created BETWEEN $5 AND $6",
    );
    let query = sqlx::query_as(query).bind(page.id()).bind(page.rows()).bind(merchant).bind(customer);
    let rows: Vec<(Json<PaymentIntent>,)> = query.bind(from).bind(to).fetch_all(db).await?;
    Ok(page.cut(rows).map(|(Json(one),)| one))
}
