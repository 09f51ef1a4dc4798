//! The access that a session repairs (`relink_options`).

use linkspan_wire::{account::AccountHolder, session::RelinkOptions};

use crate::{
    AppState, Failure,
    api::params::Params,
    failure::Answer,
    store::{accounts, authorizations, merchants::Merchant},
};

/// Names the access.
pub const AUTHORIZATION: &str = "relink_options[authorization]";
/// Names one account of it.
pub const ACCOUNT: &str = "relink_options[account]";

/// The access, with the bank that gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relink {
    /// As the session keeps it.
    pub options: RelinkOptions,
    /// `bcinst_…`
    pub institution: String,
}

/// Reads which access is to be repaired: one that this holder gave, and an account of it.
pub async fn read(
    state: &AppState,
    merchant: &Merchant,
    holder: &AccountHolder,
    params: &Params,
) -> Answer<Option<Relink>> {
    let Some(authorization) = params.text(AUTHORIZATION)? else {
        return match params.text(ACCOUNT)? {
            Some(_) => Err(Failure::missing_param(AUTHORIZATION)),
            None => Ok(None),
        };
    };
    let pool = state.store.pool();
    let row = authorizations::find(pool, &merchant.id, authorization).await?;
    let row = row.filter(|row| row.object.account_holder.as_ref() == Some(holder));
    let row = row.ok_or_else(|| {
        Failure::not_found("financial_connections.authorization", authorization, AUTHORIZATION)
    })?;
    let account = match params.text(ACCOUNT)? {
        None => None,
        Some(id) => {
            let account = accounts::find(pool, &merchant.id, id).await?;
            let account = account.filter(|account| account.authorization.as_ref() == Some(&row.id));
            Some(account.ok_or_else(|| Failure::not_found("financial_connections.account", id, ACCOUNT))?.id)
        }
    };
    Ok(Some(Relink {
        options: RelinkOptions { authorization: row.id, account },
        institution: row.institution,
    }))
}
