//! Owners of accounts: one snapshot for each refresh that succeeded.

use linkspan_wire::ownership::AccountOwner;
use sqlx::{AnyConnection, any::AnyExecutor};

use super::{
    page::{Page, Rows},
    sealed,
};
use crate::{
    at_rest::{Keyring, Place},
    connector::BankOwner,
    ids,
};

/// A snapshot.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OwnershipRow {
    /// `fcaowns_…`
    pub id: String,
    /// `fca_…`
    pub account: String,
    /// Unix seconds.
    pub created: i64,
}

/// Where an owner is, sealed: names and addresses.
fn owner_at(id: &str) -> Place<'_> {
    Place::new("owners", "object", id)
}

/// Keeps what the bank said; gives the snapshot's id.
pub async fn insert(
    tx: &mut AnyConnection,
    keyring: &Keyring,
    merchant: &str,
    account: &str,
    owners: &[BankOwner],
    now: i64,
) -> Result<String, sqlx::Error> {
    let ownership = ids::new_id("fcaowns_");
    sqlx::query("INSERT INTO ownerships (id, merchant, account, created) VALUES ($1, $2, $3, $4)")
        .bind(&ownership)
        .bind(merchant)
        .bind(account)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    // Lists are newest first: so the bank's first owner is kept last.
    for owner in owners.iter().rev() {
        let owner = AccountOwner {
            id: ids::new_id("fcaown_"),
            object: "financial_connections.account_owner".into(),
            email: owner.email.clone(),
            name: owner.name.clone(),
            ownership: ownership.clone(),
            phone: owner.phone.clone(),
            raw_address: owner.address.clone(),
            refreshed_at: Some(now),
        };
        sqlx::query("INSERT INTO owners (id, ownership, object) VALUES ($1, $2, $3)")
            .bind(&owner.id)
            .bind(&ownership)
            .bind(sealed::seal(keyring, owner_at(&owner.id), &owner)?)
            .execute(&mut *tx)
            .await?;
    }
    Ok(ownership)
}

/// A snapshot of this merchant's.
pub async fn find(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    id: &str,
) -> Result<Option<OwnershipRow>, sqlx::Error> {
    sqlx::query_as("SELECT id, account, created FROM ownerships WHERE id = $1 AND merchant = $2")
        .bind(id)
        .bind(merchant)
        .fetch_optional(db)
        .await
}

/// One page of a snapshot's owners, the bank's first owner first.
pub async fn owners(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    ownership: &str,
    page: &Page,
) -> Result<Rows<AccountOwner>, sqlx::Error> {
    let query = page.query("SELECT id, object FROM owners WHERE ownership = $3");
    let query = sqlx::query_as(query).bind(page.id()).bind(page.rows()).bind(ownership);
    let rows: Vec<(String, String)> = query.fetch_all(db).await?;
    let owners = rows.iter().map(|(id, object)| sealed::open(keyring, owner_at(id), object));
    Ok(page.cut(owners.collect::<Result<_, _>>()?))
}

/// The id of an owner of a snapshot, if it has this one.
pub async fn owner(
    db: impl AnyExecutor<'_>,
    ownership: &str,
    id: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT id FROM owners WHERE id = $1 AND ownership = $2")
        .bind(id)
        .bind(ownership)
        .fetch_optional(db)
        .await
}
