//! Linked accounts.

use linkspan_wire::{Account, Permission};
use sqlx::any::AnyExecutor;

use crate::store::json::Json;

use super::page::{Page, Rows};

/// Which of a merchant's accounts are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Those of a holder, `cus_…` or `acct_…`.
    Holder(String),
    /// Those that a session linked.
    Session(String),
}

/// An account of this merchant.
pub async fn find(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    id: &str,
) -> Result<Option<Account>, sqlx::Error> {
    let row: Option<(Json<Account>,)> =
        sqlx::query_as("SELECT object FROM accounts WHERE id = $1 AND merchant = $2")
            .bind(id)
            .bind(merchant)
            .fetch_optional(db)
            .await?;
    Ok(row.map(|(Json(account),)| account))
}

/// One page of the merchant's accounts.
pub async fn list(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    filter: &Filter,
    page: &Page,
) -> Result<Rows<Account>, sqlx::Error> {
    let (query, narrowed) = match filter {
        Filter::All => ("SELECT object FROM accounts WHERE merchant = $3 AND $4 = ''", ""),
        Filter::Holder(holder) => {
            ("SELECT object FROM accounts WHERE merchant = $3 AND holder = $4", holder.as_str())
        }
        Filter::Session(session) => (
            "SELECT object FROM accounts WHERE merchant = $3
             AND id IN (SELECT account FROM session_accounts WHERE session = $4)",
            session.as_str(),
        ),
    };
    let query = sqlx::query_as(page.query(query)).bind(page.id()).bind(page.rows());
    let rows: Vec<(Json<Account>,)> = query.bind(merchant).bind(narrowed).fetch_all(db).await?;
    Ok(page.cut(rows).map(|(Json(account),)| account))
}

/// What a holder shares with the merchant: of all accounts that are not disconnected.
pub async fn shared(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    holder: &str,
) -> Result<Vec<Permission>, sqlx::Error> {
    let objects: Vec<Json<Account>> = sqlx::query_scalar(
        "SELECT object FROM accounts WHERE merchant = $1 AND holder = $2 AND status <> 'disconnected'",
    )
    .bind(merchant)
    .bind(holder)
    .fetch_all(db)
    .await?;
    let shared: Vec<Permission> =
        objects.into_iter().filter_map(|Json(account)| account.permissions).flatten().collect();
    Ok(Permission::ALL.into_iter().filter(|one| shared.contains(one)).collect())
}

/// What a session linked, in the order in which the person chose.
pub async fn of_session(db: impl AnyExecutor<'_>, session: &str) -> Result<Vec<Account>, sqlx::Error> {
    let rows: Vec<(Json<Account>,)> = sqlx::query_as(
        "SELECT accounts.object FROM accounts JOIN session_accounts ON session_accounts.account = accounts.id \
         WHERE session_accounts.session = $1 ORDER BY session_accounts.position",
    )
    .bind(session)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|(Json(account),)| account).collect())
}

/// Whether an account that this session linked is of this institution.
pub async fn any_of(db: impl AnyExecutor<'_>, session: &str, institution: &str) -> Result<bool, sqlx::Error> {
    let found: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM accounts JOIN session_accounts ON session_accounts.account = accounts.id \
         WHERE session_accounts.session = $1 AND accounts.institution = $2",
    )
    .bind(session)
    .bind(institution)
    .fetch_one(db)
    .await?;
    Ok(found > 0)
}

/// Keeps what changed of an account.
pub async fn save(db: impl AnyExecutor<'_>, account: &Account) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE accounts SET object = $1, status = $2 WHERE id = $3")
        .bind(Json(account))
        .bind(account.status.as_str())
        .bind(&account.id)
        .execute(db)
        .await?;
    Ok(())
}

/// What the bank calls an account of ours.
pub async fn bank_account(db: impl AnyExecutor<'_>, id: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT bank_account FROM accounts WHERE id = $1").bind(id).fetch_optional(db).await
}

/// Makes the next refresh of an account fail, whatever the bank says.
pub async fn fail_next_refresh(db: impl AnyExecutor<'_>, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE accounts SET fail_next_refresh = 1 WHERE id = $1").bind(id).execute(db).await?;
    Ok(())
}

/// Whether the next refresh was made to fail; asking uses it up.
pub async fn take_failure(db: impl AnyExecutor<'_>, id: &str) -> Result<bool, sqlx::Error> {
    let done =
        sqlx::query("UPDATE accounts SET fail_next_refresh = 0 WHERE id = $1 AND fail_next_refresh = 1")
            .bind(id)
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}
