//! What was paid into accounts whose numbers were typed in, for their holders to tell.

use serde::{Deserialize, Serialize};
use sqlx::{FromRow, any::AnyExecutor};

use crate::at_rest::{Keyring, Place};

/// What was paid into one account. No `Debug`: it carries what has to be told.
#[derive(Clone, FromRow)]
pub struct MicrodepositsRow {
    /// `fca_…`
    pub id: String,
    /// `acct_…`
    pub merchant: String,
    /// Sealed; see [`Expected`].
    pub expected: String,
    /// Wrong answers so far.
    pub attempts: i64,
    /// Unix seconds at which it is there.
    pub arrives_at: i64,
    /// Unix seconds at which the holder told it.
    pub verified_at: Option<i64>,
    /// Unix seconds.
    pub created: i64,
}

/// What the holder can see on the statement: either of the two is proof.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Two amounts in minor units.
    pub amounts: [u32; 2],
    /// Six characters beside a payment of one cent.
    pub descriptor_code: String,
}

impl MicrodepositsRow {
    /// What has to be told.
    ///
    /// # Errors
    /// When it is sealed under a key that is not here.
    pub fn expected(&self, keyring: &Keyring) -> Result<Expected, sqlx::Error> {
        let text = keyring.open(expected_at(&self.id), &self.expected)?;
        serde_json::from_str(&text).map_err(|error| sqlx::Error::Decode(error.into()))
    }
}

fn expected_at(account: &str) -> Place<'_> {
    Place::new("microdeposits", "expected", account)
}

/// Notes what was paid. Paid once more into an account that nobody confirmed, it can be told anew.
pub async fn insert(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    (merchant, account): (&str, &str),
    expected: &Expected,
    (arrives_at, now): (i64, i64),
) -> Result<(), sqlx::Error> {
    let text = serde_json::to_string(expected).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query(
        "INSERT INTO microdeposits (id, merchant, expected, arrives_at, created)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET expected = excluded.expected, arrives_at = excluded.arrives_at,
             attempts = 0 WHERE microdeposits.verified_at IS NULL",
    )
    .bind(account)
    .bind(merchant)
    .bind(keyring.seal(expected_at(account), &text))
    .bind(arrives_at)
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Those of one account of this merchant.
pub async fn find(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    account: &str,
) -> Result<Option<MicrodepositsRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM microdeposits WHERE id = $1 AND merchant = $2")
        .bind(account)
        .bind(merchant)
        .fetch_optional(db)
        .await
}

/// A wrong answer.
pub async fn miss(db: impl AnyExecutor<'_>, account: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE microdeposits SET attempts = attempts + 1 WHERE id = $1")
        .bind(account)
        .execute(db)
        .await?;
    Ok(())
}

/// The right answer.
pub async fn verify(db: impl AnyExecutor<'_>, account: &str, now: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE microdeposits SET verified_at = $2 WHERE id = $1")
        .bind(account)
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}
