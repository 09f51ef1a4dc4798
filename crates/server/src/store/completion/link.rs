//! One chosen account becomes a linked one, or repairs the one it already is.

use std::collections::HashMap;

use linkspan_wire::{
    Account, AccountHolder, Permission,
    account::{AccountStatus, RefreshStatus},
    event::{ACCOUNT_CREATED, ACCOUNT_DEACTIVATED, ACCOUNT_REACTIVATED},
};
use sqlx::{AnyConnection, any::AnyExecutor};

use crate::store::json::Json;

use crate::{
    refreshes,
    store::{account_numbers, selections::SelectionRow, sessions::SessionRow},
};

/// `cus_…` or `acct_…`.
pub fn holder(holder: &AccountHolder) -> &str {
    holder.customer.as_deref().or(holder.account.as_deref()).unwrap_or_default()
}

/// The account that this holder has linked before, whatever became of it.
pub async fn find_linked(
    db: impl AnyExecutor<'_>,
    session: &SessionRow,
    institution: &str,
    bank_account: &str,
) -> Result<Option<Account>, sqlx::Error> {
    let object: Option<Json<Account>> = sqlx::query_scalar(
        "SELECT object FROM accounts
         WHERE merchant = $1 AND holder = $2 AND institution = $3 AND bank_account = $4",
    )
    .bind(&session.merchant)
    .bind(holder(&session.account_holder))
    .bind(institution)
    .bind(bank_account)
    .fetch_optional(db)
    .await?;
    Ok(object.map(|Json(account)| account))
}

/// The accounts that this holder has linked at a bank and not disconnected: their ids by the bank's.
pub async fn linked_at(
    db: impl AnyExecutor<'_>,
    session: &SessionRow,
    institution: &str,
) -> Result<HashMap<String, String>, sqlx::Error> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT bank_account, id FROM accounts
         WHERE merchant = $1 AND holder = $2 AND institution = $3 AND status <> 'disconnected'",
    )
    .bind(&session.merchant)
    .bind(holder(&session.account_holder))
    .bind(institution)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// A linked account.
pub(super) struct Linked {
    /// As it is now.
    pub account: Account,
    /// The status it had; `None` when it was not there before.
    pub before: Option<AccountStatus>,
    /// `bcsess_…` through which it was chosen.
    pub auth_session: String,
}

impl Linked {
    /// The event that tells what became of it, if anything did.
    pub fn news(&self) -> Option<&'static str> {
        match (self.before, self.account.status) {
            (None, _) => Some(ACCOUNT_CREATED),
            (Some(AccountStatus::Inactive | AccountStatus::Disconnected), AccountStatus::Active) => {
                Some(ACCOUNT_REACTIVATED)
            }
            (Some(AccountStatus::Active), AccountStatus::Inactive) => Some(ACCOUNT_DEACTIVATED),
            _ => None,
        }
    }
}

/// Links a chosen account. One that was linked before keeps its id and gains what is new.
pub(super) async fn link(
    tx: &mut AnyConnection,
    session: &SessionRow,
    selection: &SelectionRow,
    now: i64,
) -> Result<Linked, sqlx::Error> {
    let known = find_linked(&mut *tx, session, &selection.institution, &selection.bank_account).await?;
    let draft = &selection.draft.0;
    if let Some(known) = known {
        let before = Some(known.status);
        let mut account = renewed(known, draft);
        if account.status == AccountStatus::Active {
            revive(&mut account, now);
        }
        sqlx::query("UPDATE accounts SET object = $2, status = $3, auth_session = $4 WHERE id = $1")
            .bind(&account.id)
            .bind(Json(&account))
            .bind(account.status.as_str())
            .bind(&selection.auth_session)
            .execute(&mut *tx)
            .await?;
        number(tx, &account, now).await?;
        return Ok(Linked { account, before, auth_session: selection.auth_session.clone() });
    }
    let account = Account { created: now, ..draft.clone() };
    sqlx::query(
        "INSERT INTO accounts (id, merchant, holder, customer, institution, bank_account,
             auth_session, object, status, created)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&account.id)
    .bind(&session.merchant)
    .bind(holder(&session.account_holder))
    .bind(&session.customer)
    .bind(&selection.institution)
    .bind(&selection.bank_account)
    .bind(&selection.auth_session)
    .bind(Json(&account))
    .bind(account.status.as_str())
    .bind(now)
    .execute(&mut *tx)
    .await?;
    number(tx, &account, now).await?;
    Ok(Linked { account, before: None, auth_session: selection.auth_session.clone() })
}

/// Notes that the session linked the account.
pub(super) async fn note(
    tx: &mut AnyConnection,
    session: &str,
    account: &str,
    position: i64,
) -> Result<(), sqlx::Error> {
    // Two choices can turn out to be one account that another session linked in between.
    sqlx::query(
        "INSERT INTO session_accounts (session, account, position) VALUES ($1, $2, $3)
         ON CONFLICT (session, account) DO NOTHING",
    )
    .bind(session)
    .bind(account)
    .bind(position)
    .execute(tx)
    .await?;
    Ok(())
}

/// The bank is asked for the account's number right away, where the person agreed to that.
async fn number(tx: &mut AnyConnection, account: &Account, now: i64) -> Result<(), sqlx::Error> {
    if refreshes::has_numbers(account) {
        account_numbers::schedule(tx, &account.id, now).await?;
    }
    Ok(())
}

/// What the bank says now, on the account that is known: its identity and what was read of it
/// before stay, what may be read only widens. Of one that was disconnected only the identity is left:
/// what was agreed to before ended with it.
fn renewed(known: Account, draft: &Account) -> Account {
    if known.status == AccountStatus::Disconnected {
        return Account { id: known.id, created: known.created, ..draft.clone() };
    }
    let agreed: Vec<Permission> =
        [&known.permissions, &draft.permissions].into_iter().flatten().flatten().copied().collect();
    Account {
        permissions: Some(Permission::ALL.into_iter().filter(|one| agreed.contains(one)).collect()),
        status: draft.status,
        status_details: draft.status_details.clone(),
        institution: draft.institution.clone(),
        display_name: draft.display_name.clone(),
        institution_name: draft.institution_name.clone(),
        last4: draft.last4.clone(),
        category: draft.category,
        subcategory: draft.subcategory,
        supported_payment_method_types: draft.supported_payment_method_types.clone(),
        ..known
    }
}

/// An account that works again can be refreshed again.
fn revive(account: &mut Account, now: i64) {
    for refresh in
        [&mut account.balance_refresh, &mut account.ownership_refresh, &mut account.transaction_refresh]
            .into_iter()
            .flatten()
    {
        if refresh.status != RefreshStatus::Pending {
            refresh.next_refresh_available_at.get_or_insert(now);
        }
    }
}
