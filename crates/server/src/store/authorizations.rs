//! Accesses to banks that persons gave.

use linkspan_wire::{
    Account,
    account::AccountStatus,
    authorization::{Authorization, AuthorizationStatus},
    status_details::AuthorizationStatusDetails,
};
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, any::AnyExecutor};

use super::{Store, json::Json};
use crate::{
    at_rest::{AtRestError, Keyring, Place},
    connector::{AccessToken, MANUAL_ENTRY},
};

/// One access. No `Debug`: it carries the token.
#[derive(Clone, FromRow)]
pub struct AuthorizationRow {
    /// `fcauth_…`
    pub id: String,
    /// `acct_…`
    pub merchant: String,
    /// `bcinst_…`
    pub institution: String,
    /// Sealed; empty once nothing is read through it any more.
    pub access_token: String,
    /// As the merchant API shows it.
    pub object: Json<Authorization>,
    /// Unix seconds at which it is known to end.
    pub ends_at: Option<i64>,
    /// Unix seconds until which the person agreed to it.
    pub agreed_until: Option<i64>,
    /// The end whose approach was announced.
    pub announced_for: Option<i64>,
    /// Unix seconds at which the bank is asked next whether it still works.
    pub check_at: i64,
    /// Unix seconds.
    pub created: i64,
}

impl AuthorizationRow {
    /// A new one.
    pub fn new(keyring: &Keyring, merchant: &str, object: Authorization, token: &str, now: i64) -> Self {
        Self {
            id: object.id.clone(),
            merchant: merchant.to_owned(),
            institution: object.institution.clone(),
            access_token: keyring.seal(token_at(&object.id), token),
            object: Json(object),
            ends_at: None,
            agreed_until: None,
            announced_for: None,
            check_at: now,
            created: now,
        }
    }

    /// Whether it opens anything: that is forgotten with the last account that was read through it.
    pub fn opens(&self) -> bool {
        !self.access_token.is_empty()
    }

    /// Opens the accounts at the bank.
    ///
    /// # Errors
    /// When it is sealed under a key that is not here.
    pub fn token(&self, keyring: &Keyring) -> Result<AccessToken, AtRestError> {
        keyring.open(token_at(&self.id), &self.access_token).map(AccessToken::new)
    }

    /// A later sign-in takes the place of the one that it came from.
    pub fn renew(&mut self, keyring: &Keyring, token: &str) {
        self.access_token = keyring.seal(token_at(&self.id), token);
    }
}

fn token_at(id: &str) -> Place<'_> {
    Place::new("authorizations", "access_token", id)
}

/// Keeps a new one, or what changed of an old one.
pub async fn save(db: impl AnyExecutor<'_>, row: &AuthorizationRow) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO authorizations (id, merchant, institution, access_token, object, status, ends_at,
             announced_for, check_at, created, agreed_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (id) DO UPDATE SET access_token = excluded.access_token, object = excluded.object,
             status = excluded.status, ends_at = excluded.ends_at, announced_for = excluded.announced_for,
             check_at = excluded.check_at, agreed_until = excluded.agreed_until",
    )
    .bind(&row.id)
    .bind(&row.merchant)
    .bind(&row.institution)
    .bind(&row.access_token)
    .bind(&row.object)
    .bind(row.object.status.as_str())
    .bind(row.ends_at)
    .bind(row.announced_for)
    .bind(row.check_at)
    .bind(row.created)
    .bind(row.agreed_until)
    .execute(db)
    .await?;
    Ok(())
}

/// One of this merchant's.
pub async fn find(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    id: &str,
) -> Result<Option<AuthorizationRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM authorizations WHERE id = $1 AND merchant = $2")
        .bind(id)
        .bind(merchant)
        .fetch_optional(db)
        .await
}

/// The one that an account is read through.
pub async fn of_account(
    db: impl AnyExecutor<'_>,
    account: &str,
) -> Result<Option<AuthorizationRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT authorizations.* FROM authorizations
         JOIN accounts ON accounts.authorization_id = authorizations.id WHERE accounts.id = $1",
    )
    .bind(account)
    .fetch_optional(db)
    .await
}

/// An account is disconnected: what it was read through is too, and what opens that is forgotten, unless another
/// account is read through it. Numbers that were typed in open nothing, and the account is known again by them.
pub async fn end_unused(tx: &mut AnyConnection, account: &str) -> Result<(), sqlx::Error> {
    let Some(mut row) = of_account(&mut *tx, account).await? else { return Ok(()) };
    if accounts(&mut *tx, &row.id).await?.iter().any(|(_, one)| one.status != AccountStatus::Disconnected) {
        return Ok(());
    }
    if row.institution != MANUAL_ENTRY {
        row.access_token.clear();
    }
    row.object.status = AuthorizationStatus::Disconnected;
    row.object.status_details = AuthorizationStatusDetails::default();
    row.ends_at = None;
    save(tx, &row).await
}

/// What opens an account at the bank; `None` for one that no access opens. Who asks a bank compares it
/// before and after: an access that was renewed meanwhile is another one.
pub async fn token_of_account(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    account: &str,
) -> Result<Option<AccessToken>, sqlx::Error> {
    let row = of_account(db, account).await?.filter(AuthorizationRow::opens);
    Ok(row.map(|row| row.token(keyring)).transpose()?)
}

/// Those of one holder at one institution, each with an account that is read through it.
pub async fn of_holder(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    holder: &str,
    institution: &str,
) -> Result<Vec<(String, AuthorizationRow)>, sqlx::Error> {
    #[derive(FromRow)]
    struct Row {
        account: String,
        #[sqlx(flatten)]
        authorization: AuthorizationRow,
    }
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT accounts.id AS account, authorizations.* FROM accounts
         JOIN authorizations ON authorizations.id = accounts.authorization_id
         WHERE accounts.merchant = $1 AND accounts.holder = $2 AND accounts.institution = $3",
    )
    .bind(merchant)
    .bind(holder)
    .bind(institution)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.account, row.authorization)).collect())
}

/// Accounts that are read through it, with the bank's ids, in the order in which they were linked.
pub async fn accounts(db: impl AnyExecutor<'_>, id: &str) -> Result<Vec<(String, Account)>, sqlx::Error> {
    let rows: Vec<(String, Json<Account>)> =
        sqlx::query_as("SELECT bank_account, object FROM accounts WHERE authorization_id = $1 ORDER BY id")
            .bind(id)
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().map(|(bank_account, Json(account))| (bank_account, account)).collect())
}

/// Notes that an account is read through it from now on.
pub async fn attach(tx: &mut AnyConnection, id: &str, account: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE accounts SET authorization_id = $1 WHERE id = $2")
        .bind(id)
        .bind(account)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes those whose check is due and through which an active account is read: no other process takes them for `lease` seconds.
pub async fn claim(
    store: &Store,
    now: i64,
    lease: i64,
    limit: i64,
) -> Result<Vec<AuthorizationRow>, sqlx::Error> {
    let query = format!(
        "UPDATE authorizations SET check_at = $1 WHERE id IN (
             SELECT id FROM authorizations WHERE status = 'active' AND check_at <= $2 AND EXISTS (
                 SELECT 1 FROM accounts WHERE authorization_id = authorizations.id AND accounts.status = 'active')
             ORDER BY check_at, id LIMIT $3{})
         RETURNING *",
        store.skip_locked()
    );
    sqlx::query_as(AssertSqlSafe(query))
        .bind(now.saturating_add(lease))
        .bind(now)
        .bind(limit)
        .fetch_all(store.pool())
        .await
}
