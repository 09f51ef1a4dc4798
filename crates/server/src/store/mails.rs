//! Messages on their way: e-mails, and texts to telephones.

use sqlx::{AssertSqlSafe, FromRow, any::AnyExecutor};

use super::Store;
use crate::{
    at_rest::{AtRestError, Keyring, Place},
    ids,
};

/// How long a message is kept.
const KEPT_SECONDS: i64 = 24 * 60 * 60;

/// How a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// To an e-mail address.
    Email,
    /// To a telephone number, as a text.
    Sms,
}

impl Channel {
    /// As the database has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
}

/// One message. No `Debug`: it carries a code.
#[derive(Clone, FromRow)]
pub struct MailRow {
    /// `mail_…`
    pub id: String,
    /// `email` or `sms`.
    pub channel: String,
    /// Sealed.
    pub recipient: String,
    /// What it is about; empty for texts.
    pub subject: String,
    /// Sealed; absent once it was sent.
    pub body: Option<String>,
    /// Tries so far.
    pub attempts: i64,
    /// Unix seconds.
    pub created: i64,
}

impl MailRow {
    /// Recipient and text.
    ///
    /// # Errors
    /// When they are sealed under a key that is not here.
    pub fn open(&self, keyring: &Keyring) -> Result<(String, String), AtRestError> {
        let recipient = keyring.open(recipient_at(&self.id), &self.recipient)?;
        let body = self.body.as_deref().map(|body| keyring.open(body_at(&self.id), body)).transpose()?;
        Ok((recipient, body.unwrap_or_default()))
    }
}

fn recipient_at(id: &str) -> Place<'_> {
    Place::new("mails", "recipient", id)
}

fn body_at(id: &str) -> Place<'_> {
    Place::new("mails", "body", id)
}

/// Queues a message. Belongs into the transaction that has the reason for it.
pub async fn queue(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    (channel, recipient): (Channel, &str),
    (subject, body): (&str, &str),
    now: i64,
) -> Result<(), sqlx::Error> {
    let id = ids::new_id("mail_");
    sqlx::query(
        "INSERT INTO mails (id, recipient, subject, body, status, due_at, created, channel)
         VALUES ($1, $2, $3, $4, 'pending', $5, $5, $6)",
    )
    .bind(&id)
    .bind(keyring.seal(recipient_at(&id), recipient))
    .bind(subject)
    .bind(keyring.seal(body_at(&id), body))
    .bind(now)
    .bind(channel.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// Takes one that is due: no other process takes it for `lease` seconds.
pub async fn claim(
    store: &Store,
    channel: Channel,
    (now, lease): (i64, i64),
) -> Result<Option<MailRow>, sqlx::Error> {
    let query = format!(
        "UPDATE mails SET due_at = $1, attempts = attempts + 1 WHERE id IN (
             SELECT id FROM mails WHERE status = 'pending' AND due_at <= $2 AND channel = $3
             ORDER BY due_at, id LIMIT 1{})
         RETURNING id, channel, recipient, subject, body, attempts, created",
        store.skip_locked()
    );
    sqlx::query_as(AssertSqlSafe(query))
        .bind(now.saturating_add(lease))
        .bind(now)
        .bind(channel.as_str())
        .fetch_optional(store.pool())
        .await
}

/// It was sent, or given up: what it said goes with that.
pub async fn end(db: impl AnyExecutor<'_>, id: &str, sent: bool) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE mails SET status = $2, body = NULL WHERE id = $1")
        .bind(id)
        .bind(if sent { "sent" } else { "failed" })
        .execute(db)
        .await?;
    Ok(())
}

/// Those that nothing was there to send, the newest first.
pub async fn waiting(db: impl AnyExecutor<'_>, limit: i64) -> Result<Vec<MailRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, channel, recipient, subject, body, attempts, created FROM mails
         WHERE status = 'pending' ORDER BY id DESC LIMIT $1",
    )
    .bind(limit)
    .fetch_all(db)
    .await
}

/// Forgets what is older than a day: a code is of no use any more.
pub async fn forget(db: impl AnyExecutor<'_>, now: i64) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM mails WHERE created < $1").bind(now - KEPT_SECONDS).execute(db).await?;
    Ok(())
}
