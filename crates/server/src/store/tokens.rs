//! Tokens for payouts to accounts, one for a session that was asked for it.

use linkspan_wire::token::Token;
use sqlx::any::AnyExecutor;

use super::json::Json;

/// Keeps a new one of a session that has none.
pub async fn insert(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    session: &str,
    one: &Token,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO tokens (id, merchant, session, bank_account, object, created)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&one.id)
    .bind(merchant)
    .bind(session)
    .bind(&one.bank_account.fingerprint)
    .bind(Json(one))
    .bind(one.created)
    .execute(db)
    .await?;
    Ok(())
}

/// The token of a session.
pub async fn of_session(db: impl AnyExecutor<'_>, session: &str) -> Result<Option<Token>, sqlx::Error> {
    let object: Option<Json<Token>> = sqlx::query_scalar("SELECT object FROM tokens WHERE session = $1")
        .bind(session)
        .fetch_optional(db)
        .await?;
    Ok(object.map(|Json(one)| one))
}

/// A token of this merchant's.
pub async fn find(db: impl AnyExecutor<'_>, merchant: &str, id: &str) -> Result<Option<Token>, sqlx::Error> {
    let object: Option<Json<Token>> =
        sqlx::query_scalar("SELECT object FROM tokens WHERE id = $1 AND merchant = $2")
            .bind(id)
            .bind(merchant)
            .fetch_optional(db)
            .await?;
    Ok(object.map(|Json(one)| one))
}
