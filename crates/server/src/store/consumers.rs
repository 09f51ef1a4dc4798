//! People who saved their accounts, known by the e-mail address that a code was sent to.

use sqlx::{AnyConnection, FromRow, any::AnyExecutor};

use super::consents::ConsentRow;
use crate::{
    at_rest::{AtRestError, Keyring, Place},
    ids,
};

/// Agreements that are listed.
const MOST_AGREEMENTS: i64 = 100;

/// One person.
#[derive(Clone, FromRow)]
pub struct ConsumerRow {
    /// `cnsmr_…`
    pub id: String,
    /// Sealed.
    pub email: String,
    /// Sealed; where codes may go as well, because one that went there came back.
    pub phone: Option<String>,
}

impl ConsumerRow {
    /// The address, as it was written first.
    ///
    /// # Errors
    /// When it is sealed under a key that is not here.
    pub fn email(&self, keyring: &Keyring) -> Result<String, AtRestError> {
        keyring.open(email_at(&self.id), &self.email)
    }

    /// The telephone number, E.164.
    ///
    /// # Errors
    /// When it is sealed under a key that is not here.
    pub fn phone(&self, keyring: &Keyring) -> Result<Option<String>, AtRestError> {
        self.phone.as_deref().map(|phone| keyring.open(phone_at(&self.id), phone)).transpose()
    }
}

fn email_at(id: &str) -> Place<'_> {
    Place::new("consumers", "email", id)
}

fn phone_at(id: &str) -> Place<'_> {
    Place::new("consumers", "phone", id)
}

/// What an address is looked up by: how it is written does not count. Nobody without the key can try out
/// whose it is.
pub fn email_hash(keyring: &Keyring, email: &str) -> String {
    keyed_hash(keyring, &ids::sha256_hex(&email.trim().to_lowercase()))
}

/// The same of the plain hash that older versions kept.
pub fn keyed_hash(keyring: &Keyring, plain: &str) -> String {
    keyring.fingerprint(&[b"email\n", plain.as_bytes()])
}

/// One person by id.
pub async fn find(db: impl AnyExecutor<'_>, id: &str) -> Result<Option<ConsumerRow>, sqlx::Error> {
    sqlx::query_as("SELECT id, email, phone FROM consumers WHERE id = $1").bind(id).fetch_optional(db).await
}

/// The person whose address has this hash.
pub async fn find_by_email_hash(
    db: impl AnyExecutor<'_>,
    email_hash: &str,
) -> Result<Option<ConsumerRow>, sqlx::Error> {
    sqlx::query_as("SELECT id, email, phone FROM consumers WHERE email_hash = $1")
        .bind(email_hash)
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
    let (id, hash) = (ids::new_id("cnsmr_"), email_hash(keyring, email));
    sqlx::query(
        "INSERT INTO consumers (id, email, email_hash, created) VALUES ($1, $2, $3, $4)
         ON CONFLICT (email_hash) DO NOTHING",
    )
    .bind(&id)
    .bind(keyring.seal(email_at(&id), email.trim()))
    .bind(&hash)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    find_by_email_hash(tx, &hash).await?.ok_or(sqlx::Error::RowNotFound)
}

/// Keeps another telephone number of a person, or none.
pub async fn set_phone(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    id: &str,
    phone: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE consumers SET phone = $2 WHERE id = $1")
        .bind(id)
        .bind(phone.map(|phone| keyring.seal(phone_at(id), phone)))
        .execute(db)
        .await?;
    Ok(())
}

/// Notes that the person showed by a code, in this session, who they are.
pub async fn knew(db: impl AnyExecutor<'_>, consumer: &str, session: &str) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO consumer_sessions (consumer, session) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(consumer)
        .bind(session)
        .execute(db)
        .await?;
    Ok(())
}

/// What was agreed to in those of these sessions that linked something, the newest first.
pub async fn agreements(db: impl AnyExecutor<'_>, consumer: &str) -> Result<Vec<ConsentRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT consents.* FROM consents
         JOIN consumer_sessions ON consumer_sessions.session = consents.session
         JOIN sessions ON sessions.id = consents.session
         WHERE consumer_sessions.consumer = $1 AND sessions.status = 'succeeded'
         ORDER BY consents.id DESC LIMIT $2",
    )
    .bind(consumer)
    .bind(MOST_AGREEMENTS)
    .fetch_all(db)
    .await
}

/// Forgets addresses that were typed in more than a day ago, and by nobody who then showed a code from there.
pub async fn forget_unproven(db: impl AnyExecutor<'_>, now: i64) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM consumers WHERE created < $1
         AND NOT EXISTS (SELECT 1 FROM consumer_sessions WHERE consumer = consumers.id)
         AND NOT EXISTS (SELECT 1 FROM saved_accounts WHERE consumer = consumers.id)",
    )
    .bind(now - 24 * 60 * 60)
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets a person and all that was saved.
pub async fn forget(tx: &mut AnyConnection, id: &str) -> Result<(), sqlx::Error> {
    for query in [
        "DELETE FROM saved_accounts WHERE consumer = $1",
        "DELETE FROM consumer_sessions WHERE consumer = $1",
        "DELETE FROM consumers WHERE id = $1",
    ] {
        sqlx::query(query).bind(id).execute(&mut *tx).await?;
    }
    Ok(())
}
