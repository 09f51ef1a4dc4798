//! People who saved their accounts, and the codes by which they are known again.

use sqlx::{AnyConnection, FromRow, any::AnyExecutor};

use crate::{
    at_rest::{AtRestError, Keyring, Place},
    ids,
};

/// One person, known by the e-mail address that a code was sent to.
#[derive(Debug, Clone, FromRow)]
pub struct ConsumerRow {
    /// `cnsmr_…`
    pub id: String,
}

/// A one-time code. No `Debug`: it carries the code.
#[derive(Clone, FromRow)]
pub struct CodeRow {
    /// `cnscode_…`
    pub id: String,
    /// Sealed.
    pub code: String,
    /// Wrong answers so far.
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

fn email_at(id: &str) -> Place<'_> {
    Place::new("consumers", "email", id)
}

fn code_at(id: &str) -> Place<'_> {
    Place::new("consumer_codes", "code", id)
}

/// What an address is looked up by: how it is written does not count.
fn hash(email: &str) -> String {
    ids::sha256_hex(&email.trim().to_lowercase())
}

/// The person with this address.
pub async fn find_by_email(
    db: impl AnyExecutor<'_>,
    email: &str,
) -> Result<Option<ConsumerRow>, sqlx::Error> {
    sqlx::query_as("SELECT id FROM consumers WHERE email_hash = $1")
        .bind(hash(email))
        .fetch_optional(db)
        .await
}

/// The person with this address, made where there is none.
pub async fn ensure(
    tx: &mut AnyConnection,
    keyring: &Keyring,
    email: &str,
    now: i64,
) -> Result<ConsumerRow, sqlx::Error> {
    let id = ids::new_id("cnsmr_");
    sqlx::query(
        "INSERT INTO consumers (id, email, email_hash, created) VALUES ($1, $2, $3, $4)
         ON CONFLICT (email_hash) DO NOTHING",
    )
    .bind(&id)
    .bind(keyring.seal(email_at(&id), email.trim()))
    .bind(hash(email))
    .bind(now)
    .execute(&mut *tx)
    .await?;
    find_by_email(tx, email).await?.ok_or(sqlx::Error::RowNotFound)
}

/// How many codes were sent to a person since then.
pub async fn codes_since(db: impl AnyExecutor<'_>, consumer: &str, since: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT COUNT(*) FROM consumer_codes WHERE consumer = $1 AND created > $2")
        .bind(consumer)
        .bind(since)
        .fetch_one(db)
        .await
}

/// Keeps a new code.
pub async fn insert_code(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    (consumer, purpose): (&str, &str),
    code: &str,
    (expires_at, now): (i64, i64),
) -> Result<(), sqlx::Error> {
    let id = ids::new_id("cnscode_");
    sqlx::query(
        "INSERT INTO consumer_codes (id, consumer, purpose, code, expires_at, created)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&id)
    .bind(consumer)
    .bind(purpose)
    .bind(keyring.seal(code_at(&id), code))
    .bind(expires_at)
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// The code that counts for this purpose.
pub async fn code(
    db: impl AnyExecutor<'_>,
    consumer: &str,
    purpose: &str,
) -> Result<Option<CodeRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, code, attempts, expires_at FROM consumer_codes
         WHERE consumer = $1 AND purpose = $2 ORDER BY id DESC LIMIT 1",
    )
    .bind(consumer)
    .bind(purpose)
    .fetch_optional(db)
    .await
}

/// A wrong answer.
pub async fn miss_code(db: impl AnyExecutor<'_>, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE consumer_codes SET attempts = attempts + 1 WHERE id = $1")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// The right answer: the code opens nothing any more.
pub async fn use_code(db: impl AnyExecutor<'_>, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE consumer_codes SET expires_at = 0 WHERE id = $1").bind(id).execute(db).await?;
    Ok(())
}
