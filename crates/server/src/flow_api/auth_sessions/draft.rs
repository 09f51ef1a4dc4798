//! A bank's account as the linked account that it will be.

use linkspan_wire::{
    Account, Prefetch,
    account::{AccountStatus, Refresh, RefreshStatus},
};

use crate::{connector::BankAccount, store::sessions::SessionRow};

/// Seconds until a balance may be read again.
const NEXT_REFRESH: i64 = 60 * 60;

/// A bank's account as the linked account that it will be.
pub(super) fn draft(
    id: String,
    session: &SessionRow,
    institution_name: &str,
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
        account_numbers: None,
        balance,
        balance_refresh,
        category: account.subcategory.category(),
        created: now,
        display_name: Some(account.name.clone()),
        institution_name: institution_name.to_owned(),
        last4: Some(account.last4.clone()),
        livemode: false,
        ownership: None,
        ownership_refresh: None,
        permissions: Some(session.permissions.0.clone()),
        status: if account.active { AccountStatus::Active } else { AccountStatus::Inactive },
        subcategory: account.subcategory,
        subscriptions: Some(Vec::new()),
        supported_payment_method_types: account.supported_payment_method_types.clone(),
        transaction_refresh: None,
    }
}
