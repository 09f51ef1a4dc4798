//! How a refresh ended: data, state, status and events change in one transaction.

use linkspan_wire::{
    Account,
    account::{AccountStatus, RefreshStatus},
    status_details::StatusCause,
};
use sqlx::AnyConnection;

use super::{
    status::{deactivate, end_access},
    work::{Answered, Read},
};
use crate::{
    AppState,
    at_rest::Keyring,
    connector::BankError,
    store::{
        accounts, authorizations,
        events::{self, Cause},
        ownerships,
        refreshes::{self, Claimed},
        transactions,
    },
};

/// Seconds after a refresh that succeeded, or failed, until the next may start. The original's are
/// not documented.
const AFTER_SUCCESS: i64 = 60 * 60;
const AFTER_FAILURE: i64 = 60;

/// Keeps how a refresh ended, once: whoever comes second changes nothing.
pub(super) async fn keep(
    state: &AppState,
    claimed: &Claimed,
    Answered { read, through }: Answered,
) -> Result<(), sqlx::Error> {
    let now = state.now();
    let mut tx = state.store.begin_write(&claimed.merchant).await?;
    let Some(mut account) = accounts::find(&mut *tx, &claimed.merchant, &claimed.account).await? else {
        return Ok(());
    };
    let spoilt = accounts::take_failure(&mut *tx, &account.id).await?;
    let read = if spoilt { Err(BankError::Broken) } else { read };
    if !refreshes::end(&mut *tx, &claimed.id, read.is_ok(), now).await? {
        return Ok(());
    }
    let failure = match read {
        Ok(read) => {
            put(&mut tx, &state.keyring, claimed, &mut account, read, now).await?;
            None
        }
        Err(error) => Some(error),
    };
    if let Some(refresh) = claimed.feature.state_mut(&mut account) {
        refresh.status = if failure.is_none() { RefreshStatus::Succeeded } else { RefreshStatus::Failed };
        let wait = if failure.is_none() { AFTER_SUCCESS } else { AFTER_FAILURE };
        refresh.next_refresh_available_at = Some(now.saturating_add(wait));
    }
    accounts::save(&mut *tx, &account).await?;
    let event = claimed.feature.event();
    events::record(&mut tx, &claimed.merchant, event, &account, Cause::default(), now).await?;
    if let Some(error) = &failure {
        tracing::info!(refresh = claimed.id, %error, "a refresh failed");
        // Renewed while the bank was asked: what it said was about the access before.
        if authorizations::token_of_account(&mut *tx, &state.keyring, &account.id).await? == through {
            follow(&mut tx, claimed, &mut account, error, now).await?;
        }
    }
    tx.commit().await?;
    state.metrics.refresh_ended(claimed.feature, failure.is_none());
    state.deliveries_due.notify_one();
    Ok(())
}

/// Puts what the bank said into the account.
async fn put(
    tx: &mut AnyConnection,
    keyring: &Keyring,
    claimed: &Claimed,
    account: &mut Account,
    read: Read,
    now: i64,
) -> Result<(), sqlx::Error> {
    let merchant = &claimed.merchant;
    match read {
        Read::Balance(balance) => account.balance = balance,
        Read::Owners(owners) => {
            let ownership = ownerships::insert(tx, keyring, merchant, &account.id, &owners, now).await?;
            account.ownership = Some(ownership);
        }
        Read::Transactions(read) => {
            let place = (&**merchant, &*account.id, &*claimed.id);
            transactions::merge(tx, keyring, place, &read, now).await?;
        }
    }
    Ok(())
}

/// A failure can say that the account, or the whole access, does not work any more.
async fn follow(
    tx: &mut AnyConnection,
    claimed: &Claimed,
    account: &mut Account,
    error: &BankError,
    now: i64,
) -> Result<(), sqlx::Error> {
    if account.status != AccountStatus::Active {
        return Ok(());
    }
    let why = match error {
        BankError::Refused => {
            let Some(mut row) = authorizations::of_account(&mut *tx, &account.id).await? else {
                return Ok(());
            };
            return end_access(tx, &mut row, now).await;
        }
        BankError::Inactive => StatusCause::AccountClosed,
        BankError::Gone => StatusCause::AccountUnavailable,
        _ => return Ok(()),
    };
    deactivate(tx, &claimed.merchant, account, why, &Cause::default(), now).await
}
