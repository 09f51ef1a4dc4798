//! Accounts that people saved.

use sqlx::{FromRow, any::AnyExecutor};

use super::json::Json;
use crate::{
    at_rest::{AtRestError, Keyring, Place},
    connector::{AccessToken, BankAccount},
    ids,
};

/// One saved account. No `Debug`: it carries the token.
#[derive(Clone, FromRow)]
pub struct SavedRow {
    /// `cnsacct_…`
    pub id: String,
    /// `bcinst_…`
    pub institution: String,
    /// Sealed.
    pub access_token: String,
    /// As the bank described it, without the balance.
    pub described: Json<BankAccount>,
    /// Unix seconds.
    pub created: i64,
    /// Unix seconds at which it was last chosen, where it was saved or elsewhere.
    pub used_at: Option<i64>,
}

impl SavedRow {
    /// Opens the accounts at the bank.
    ///
    /// # Errors
    /// When it is sealed under a key that is not here.
    pub fn token(&self, keyring: &Keyring) -> Result<AccessToken, AtRestError> {
        keyring.open(token_at(&self.id), &self.access_token).map(AccessToken::new)
    }
}

fn token_at(id: &str) -> Place<'_> {
    Place::new("saved_accounts", "access_token", id)
}

/// Saves an account. One that was saved before is read through the newer sign-in from now on.
pub async fn save(
    tx: &mut sqlx::AnyConnection,
    keyring: &Keyring,
    (consumer, institution): (&str, &str),
    account: &BankAccount,
    token: &AccessToken,
    now: i64,
) -> Result<(), sqlx::Error> {
    let described = BankAccount { balance: None, ..account.clone() };
    let known: Option<String> = sqlx::query_scalar(
        "SELECT id FROM saved_accounts WHERE consumer = $1 AND institution = $2 AND bank_account = $3",
    )
    .bind(consumer)
    .bind(institution)
    .bind(&account.id)
    .fetch_optional(&mut *tx)
    .await?;
    let id = known.unwrap_or_else(|| ids::new_id("cnsacct_"));
    sqlx::query(
        "INSERT INTO saved_accounts (id, consumer, institution, bank_account, access_token, described, created)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (consumer, institution, bank_account)
         DO UPDATE SET access_token = excluded.access_token, described = excluded.described",
    )
    .bind(&id)
    .bind(consumer)
    .bind(institution)
    .bind(&account.id)
    .bind(keyring.seal(token_at(&id), token.expose()))
    .bind(Json(&described))
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// What a person saved, the oldest first.
pub async fn of_consumer(db: impl AnyExecutor<'_>, consumer: &str) -> Result<Vec<SavedRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, institution, access_token, described, created, used_at FROM saved_accounts
         WHERE consumer = $1 ORDER BY id",
    )
    .bind(consumer)
    .fetch_all(db)
    .await
}

/// Notes that an account was chosen.
pub async fn used(db: impl AnyExecutor<'_>, id: &str, now: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE saved_accounts SET used_at = $2 WHERE id = $1")
        .bind(id)
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// Removes one account of a person.
pub async fn remove(db: impl AnyExecutor<'_>, consumer: &str, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM saved_accounts WHERE consumer = $1 AND id = $2")
        .bind(consumer)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}
