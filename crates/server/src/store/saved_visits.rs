//! Visits of the page on which people see what they saved. A row is for one browser, for a short time.

use sqlx::{FromRow, any::AnyExecutor};

use super::flag::Flag;
use crate::{
    at_rest::{AtRestError, Keyring, Place},
    ids,
    store::consumers::email_hash,
};

/// One visit.
#[derive(Clone, FromRow)]
pub struct VisitRow {
    /// `savedvst_…`
    pub id: String,
    /// Sealed.
    pub email: String,
    /// Of the folded address.
    pub email_hash: String,
    /// Whether the code was right.
    pub known: Flag,
}

impl VisitRow {
    /// The address, as it was typed.
    ///
    /// # Errors
    /// When it is sealed under a key that is not here.
    pub fn email(&self, keyring: &Keyring) -> Result<String, AtRestError> {
        keyring.open(email_at(&self.id), &self.email)
    }
}

fn email_at(id: &str) -> Place<'_> {
    Place::new("saved_visits", "email", id)
}

/// Begins a visit that nothing but an address is known of; gives its id.
pub async fn begin(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    (token, email): (&str, &str),
    (expires_at, now): (i64, i64),
) -> Result<String, sqlx::Error> {
    let id = ids::new_id("savedvst_");
    sqlx::query(
        "INSERT INTO saved_visits (id, token_hash, email, email_hash, expires_at, created)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&id)
    .bind(ids::sha256_hex(token))
    .bind(keyring.seal(email_at(&id), email.trim()))
    .bind(email_hash(keyring, email))
    .bind(expires_at)
    .bind(now)
    .execute(db)
    .await?;
    Ok(id)
}

/// The visit of the browser with this token, while it lasts.
pub async fn find(db: impl AnyExecutor<'_>, token: &str, now: i64) -> Result<Option<VisitRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, email, email_hash, known FROM saved_visits WHERE token_hash = $1 AND expires_at > $2",
    )
    .bind(ids::sha256_hex(token))
    .bind(now)
    .fetch_optional(db)
    .await
}

/// The code was right: from now on the visit goes by another token, for so long.
pub async fn know(
    db: impl AnyExecutor<'_>,
    id: &str,
    token: &str,
    expires_at: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE saved_visits SET known = 1, token_hash = $2, expires_at = $3 WHERE id = $1")
        .bind(id)
        .bind(ids::sha256_hex(token))
        .bind(expires_at)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends a visit.
pub async fn end(db: impl AnyExecutor<'_>, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM saved_visits WHERE id = $1").bind(id).execute(db).await?;
    Ok(())
}

/// Ends all visits of an address.
pub async fn end_all(db: impl AnyExecutor<'_>, email_hash: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM saved_visits WHERE email_hash = $1").bind(email_hash).execute(db).await?;
    Ok(())
}

/// Forgets those whose time is over.
pub async fn forget(db: impl AnyExecutor<'_>, now: i64) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM saved_visits WHERE expires_at <= $1").bind(now).execute(db).await?;
    Ok(())
}
