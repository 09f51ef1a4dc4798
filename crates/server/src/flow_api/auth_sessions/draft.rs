//! A bank's account as the linked account that it will be.

use linkspan_directory::Record;
use linkspan_wire::{
    Account, Prefetch,
    account::{AccountStatus, Refresh, RefreshStatus},
    status_details::StatusCause,
};

use crate::{
    connector::BankAccount,
    store::{
        sessions::SessionRow,
        status_details::{active, inactive},
    },
};

/// Seconds until a balance may be read again.
const NEXT_REFRESH: i64 = 60 * 60;

/// A bank's account as the linked account that it will be.
pub(super) fn draft(
    id: String,
    session: &SessionRow,
    institution: &Record,
    account: &BankAccount,
    now: i64,
) -> Account {
    // What the bank lets nobody read is not fetched, whatever was asked for.
    let fetched = account.active && session.prefetch.contains(&Prefetch::Balances);
    let balance = account.balance.clone().filter(|_| fetched);
    let balance_refresh = balance.as_ref().map(|_| Refresh {
        id: None,
        last_attempted_at: now,
        next_refresh_available_at: Some(now + NEXT_REFRESH),
        status: RefreshStatus::Succeeded,
    });
    Account {
        id,
        object: "financial_connections.account".into(),
        account_holder: Some(session.account_holder.0.clone()),
        // The access that it is read through is known when the session completes.
        authorization: None,
        account_numbers: None,
        balance,
        balance_refresh,
        category: account.subcategory.category(),
        created: now,
        display_name: Some(account.name.clone()),
        institution: Some(institution.id.clone()),
        institution_name: institution.name.clone(),
        last4: Some(account.last4.clone()),
        livemode: false,
        ownership: None,
        ownership_refresh: None,
        permissions: Some(session.permissions.0.clone()),
        status: if account.active { AccountStatus::Active } else { AccountStatus::Inactive },
        status_details: if account.active { active(None) } else { inactive(StatusCause::AccountClosed) },
        subcategory: account.subcategory,
        subscriptions: Some(Vec::new()),
        supported_payment_method_types: account.supported_payment_method_types.clone(),
        transaction_refresh: None,
    }
}
