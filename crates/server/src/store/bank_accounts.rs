//! Accounts that can be debited. Their numbers are sealed.

use sqlx::{AnyConnection, any::AnyExecutor};

use crate::{
    at_rest::{Keyring, Place},
    ids,
    payments::Numbers,
};

/// Where the number of an account is.
fn number_at(id: &str) -> Place<'_> {
    Place::new("bank_accounts", "account_number", id)
}

/// Keeps an account, or finds it; gives its fingerprint. The fingerprint is random, so that it says
/// nothing of the number: accounts with the same last digits are opened and compared.
pub async fn keep(
    tx: &mut AnyConnection,
    keyring: &Keyring,
    merchant: &str,
    numbers: &Numbers,
    now: i64,
) -> Result<String, sqlx::Error> {
    let alike: Vec<(String, String)> = sqlx::query_as(
        "SELECT id, account_number FROM bank_accounts
         WHERE merchant = $1 AND routing_number = $2 AND last4 = $3",
    )
    .bind(merchant)
    .bind(&numbers.routing_number)
    .bind(numbers.last4())
    .fetch_all(&mut *tx)
    .await?;
    for (id, sealed) in alike {
        if keyring.open(number_at(&id), &sealed)? == numbers.account_number {
            return Ok(id);
        }
    }
    let id = ids::new_secret("");
    sqlx::query(
        "INSERT INTO bank_accounts (id, merchant, routing_number, last4, account_number, created)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&id)
    .bind(merchant)
    .bind(&numbers.routing_number)
    .bind(numbers.last4())
    .bind(keyring.seal(number_at(&id), &numbers.account_number))
    .bind(now)
    .execute(tx)
    .await?;
    Ok(id)
}

/// The number of an account.
pub async fn number(db: impl AnyExecutor<'_>, keyring: &Keyring, id: &str) -> Result<String, sqlx::Error> {
    let sealed: String = sqlx::query_scalar("SELECT account_number FROM bank_accounts WHERE id = $1")
        .bind(id)
        .fetch_one(db)
        .await?;
    Ok(keyring.open(number_at(id), &sealed)?)
}
