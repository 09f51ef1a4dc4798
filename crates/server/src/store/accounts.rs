//! Linked accounts.

use linkspan_wire::{
    Account,
    account::{AccountStatus, Refresh},
    status_details::AccountStatusDetails,
};
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
    let rows = page.cut(rows);
    Ok(Rows {
        data: rows.data.into_iter().map(|(Json(account),)| account).collect(),
        has_more: rows.has_more,
    })
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

/// Ends the connection. What was read before stays readable; a refresh that was under way is not
/// waited for any more.
pub async fn disconnect(db: impl AnyExecutor<'_>, account: &mut Account) -> Result<(), sqlx::Error> {
    account.status = AccountStatus::Disconnected;
    account.status_details = AccountStatusDetails::default();
    account.subscriptions = Some(Vec::new());
    for refresh in
        [&mut account.balance_refresh, &mut account.ownership_refresh, &mut account.transaction_refresh]
            .into_iter()
            .flatten()
    {
        stop(refresh);
    }
    sqlx::query("UPDATE accounts SET object = $1, status = 'disconnected' WHERE id = $2")
        .bind(Json(&*account))
        .bind(&account.id)
        .execute(db)
        .await?;
    Ok(())
}

fn stop(refresh: &mut Refresh) {
    use linkspan_wire::account::RefreshStatus::{Failed, Pending};
    if refresh.status == Pending {
        refresh.status = Failed;
    }
    refresh.next_refresh_available_at = None;
}
