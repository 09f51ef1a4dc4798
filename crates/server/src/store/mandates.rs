//! What people allowed.

use linkspan_wire::mandate::Mandate;
use sqlx::any::AnyExecutor;

use super::json::Json;

/// Keeps a new one.
pub async fn insert(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    one: &Mandate,
    now: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO mandates (id, merchant, payment_method, object, created) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(&one.id)
    .bind(merchant)
    .bind(&one.payment_method)
    .bind(Json(one))
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// A mandate of this merchant's.
pub async fn find(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    id: &str,
) -> Result<Option<Mandate>, sqlx::Error> {
    let object: Option<Json<Mandate>> =
        sqlx::query_scalar("SELECT object FROM mandates WHERE id = $1 AND merchant = $2")
            .bind(id)
            .bind(merchant)
            .fetch_optional(db)
            .await?;
    Ok(object.map(|Json(one)| one))
}
