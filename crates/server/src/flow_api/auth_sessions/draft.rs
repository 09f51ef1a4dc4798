//! A bank's account as the linked account that it will be.

use linkspan_wire::{Account, account::AccountStatus, status_details::StatusCause};

use crate::{
    connector::BankAccount,
    store::{
        sessions::SessionRow,
        status_details::{active, inactive},
    },
};

/// A bank's account as the linked account that it will be. The bank is given by id and name.
pub(in crate::flow_api) fn draft(
    id: String,
    session: &SessionRow,
    (institution, institution_name): (&str, &str),
    account: &BankAccount,
    now: i64,
) -> Account {
    Account {
        id,
        object: "financial_connections.account".into(),
        account_holder: Some(session.account_holder.0.clone()),
        // The access that it is read through is known when the session completes.
        authorization: None,
        account_numbers: None,
        balance: None,
        balance_refresh: None,
        category: account.subcategory.category(),
        created: now,
        display_name: Some(account.name.clone()),
        institution: Some(institution.to_owned()),
        institution_name: institution_name.to_owned(),
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
