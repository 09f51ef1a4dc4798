//! One-time codes. Each is for an address, whether or not somebody saved something under it.

use sqlx::{FromRow, any::AnyExecutor};

use crate::{
    at_rest::{AtRestError, Keyring, Place},
    ids,
};

/// How long a code's row is kept: it counts for the limit of an hour.
const KEPT_SECONDS: i64 = 24 * 60 * 60;

/// A one-time code. No `Debug`: it carries the code.
#[derive(Clone, FromRow)]
pub struct CodeRow {
    /// `cnscode_…`
    pub id: String,
    /// Sealed.
    pub code: String,
    /// Answers so far.
    pub attempts: i64,
    /// Unix seconds.
    pub expires_at: i64,
}

impl CodeRow {
    /// The code itself.
    ///
    /// # Errors
    /// When it is sealed under a key that is not here.
    pub fn code(&self, keyring: &Keyring) -> Result<String, AtRestError> {
        keyring.open(code_at(&self.id), &self.code)
    }
}

fn code_at(id: &str) -> Place<'_> {
    Place::new("consumer_codes", "code", id)
}

/// How many codes were made for an address since then.
pub async fn since(db: impl AnyExecutor<'_>, email_hash: &str, since: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT COUNT(*) FROM consumer_codes WHERE email_hash = $1 AND created > $2")
        .bind(email_hash)
        .bind(since)
        .fetch_one(db)
        .await
}

/// How many codes went to a telephone since then.
pub async fn to_phone_since(
    db: impl AnyExecutor<'_>,
    fingerprint: &str,
    since: i64,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT COUNT(*) FROM consumer_codes WHERE phone_fingerprint = $1 AND created > $2")
        .bind(fingerprint)
        .bind(since)
        .fetch_one(db)
        .await
}

/// Whom a code is for, and what for.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Hash of the address.
    pub email_hash: &'a str,
    /// Keyed digest of the telephone that it goes to, if it goes to one.
    pub phone: Option<&'a str>,
    /// What it opens.
    pub purpose: &'a str,
}

/// Keeps a new code.
pub async fn insert(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    about: About<'_>,
    code: &str,
    (expires_at, now): (i64, i64),
) -> Result<(), sqlx::Error> {
    let id = ids::new_id("cnscode_");
    sqlx::query(
        "INSERT INTO consumer_codes (id, email_hash, purpose, code, expires_at, created, phone_fingerprint)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(about.email_hash)
    .bind(about.purpose)
    .bind(keyring.seal(code_at(&id), code))
    .bind(expires_at)
    .bind(now)
    .bind(about.phone)
    .execute(db)
    .await?;
    Ok(())
}

/// The code that counts for this purpose.
pub async fn latest(db: impl AnyExecutor<'_>, purpose: &str) -> Result<Option<CodeRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, code, attempts, expires_at FROM consumer_codes
         WHERE purpose = $1 ORDER BY id DESC LIMIT 1",
    )
    .bind(purpose)
    .fetch_optional(db)
    .await
}

/// Counts an answer before it is looked at, so that many at once are no more tries than many in turn.
/// Says how many it is now; nothing when there were enough, or the code is over.
pub async fn count_answer(
    db: impl AnyExecutor<'_>,
    id: &str,
    most: i64,
    now: i64,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "UPDATE consumer_codes SET attempts = attempts + 1
         WHERE id = $1 AND attempts < $2 AND expires_at > $3 RETURNING attempts",
    )
    .bind(id)
    .bind(most)
    .bind(now)
    .fetch_optional(db)
    .await
}

/// The right answer: the code opens nothing any more. Says whether it did until now.
pub async fn take(db: impl AnyExecutor<'_>, id: &str) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("UPDATE consumer_codes SET expires_at = 0 WHERE id = $1 AND expires_at > 0")
        .bind(id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Forgets all codes of an address.
pub async fn forget_all(db: impl AnyExecutor<'_>, email_hash: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM consumer_codes WHERE email_hash = $1").bind(email_hash).execute(db).await?;
    Ok(())
}

/// Forgets what is older than a day.
pub async fn forget(db: impl AnyExecutor<'_>, now: i64) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM consumer_codes WHERE created < $1").bind(now - KEPT_SECONDS).execute(db).await?;
    Ok(())
}
