//! Money that banks took back.

use linkspan_wire::dispute::Dispute;
use sqlx::any::AnyExecutor;

use super::json::Json;

/// Keeps a new one.
pub async fn insert(db: impl AnyExecutor<'_>, merchant: &str, one: &Dispute) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO disputes (id, merchant, charge, object, created) VALUES ($1, $2, $3, $4, $5)")
        .bind(&one.id)
        .bind(merchant)
        .bind(&one.charge)
        .bind(Json(one))
        .bind(one.created)
        .execute(db)
        .await?;
    Ok(())
}

/// A dispute of this merchant's.
pub async fn find(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    id: &str,
) -> Result<Option<Dispute>, sqlx::Error> {
    let object: Option<Json<Dispute>> =
        sqlx::query_scalar("SELECT object FROM disputes WHERE id = $1 AND merchant = $2")
            .bind(id)
            .bind(merchant)
            .fetch_optional(db)
            .await?;
    Ok(object.map(|Json(one)| one))
}
