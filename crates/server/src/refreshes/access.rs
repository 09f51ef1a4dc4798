//! Asks a bank whether an access still works, and what has changed of its accounts.

use linkspan_wire::{
    Account, account::AccountStatus, event::ACCOUNT_PAYMENT_METHODS_UPDATED, status_details::StatusCause,
};
use sqlx::AnyConnection;

use super::{
    next_look,
    status::{deactivate, end_access, expect_end},
};
use crate::{
    AppState,
    connector::{self, BankAccount, BankError, Connector},
    store::{
        accounts,
        authorizations::{self, AuthorizationRow},
        events::{self, Cause},
    },
};

/// Seconds until a bank that did not answer is asked again.
const AGAIN: i64 = 60 * 60;

/// Asks about one access that this process has taken.
pub(super) async fn check(state: &AppState, claimed: &AuthorizationRow) -> Result<(), sqlx::Error> {
    let token = claimed.token(&state.keyring)?;
    let answer = if claimed.agreed_until.is_some_and(|at| at <= state.now()) {
        // The bank may still open it: the person does not.
        Err(BankError::Refused)
    } else {
        connector::of(state).accounts(&claimed.institution, &token).await
    };
    let now = state.now();
    let mut tx = state.store.begin_write(&claimed.merchant).await?;
    let Some(mut row) = authorizations::find(&mut *tx, &claimed.merchant, &claimed.id).await? else {
        return Ok(());
    };
    // Renewed while the bank was asked: the answer was about the token before.
    if row.token(&state.keyring)? != token || row.agreed_until != claimed.agreed_until {
        return Ok(());
    }
    match answer {
        Ok(answer) => {
            for (bank_account, mut account) in authorizations::accounts(&mut *tx, &row.id).await? {
                let seen = answer.accounts.iter().find(|seen| seen.id == bank_account);
                compare(&mut tx, &row.merchant, &mut account, seen, now).await?;
            }
            row.check_at = next_look(answer.access_ends_at, now).min(row.agreed_until.unwrap_or(i64::MAX));
            expect_end(&mut tx, &mut row, answer.access_ends_at, now).await?;
        }
        Err(BankError::Refused) => end_access(&mut tx, &mut row, now).await?,
        Err(error) => {
            tracing::warn!(authorization = row.id, %error, "an access could not be checked");
            row.check_at = now.saturating_add(AGAIN);
            authorizations::save(&mut *tx, &row).await?;
        }
    }
    tx.commit().await?;
    state.deliveries_due.notify_one();
    Ok(())
}

/// Takes over what the bank says of an account now.
async fn compare(
    tx: &mut AnyConnection,
    merchant: &str,
    account: &mut Account,
    seen: Option<&BankAccount>,
    now: i64,
) -> Result<(), sqlx::Error> {
    if account.status != AccountStatus::Active {
        return Ok(());
    }
    let cause = Cause::default();
    let Some(seen) = seen else {
        return deactivate(tx, merchant, account, StatusCause::AccountUnavailable, &cause, now).await;
    };
    if !seen.active {
        return deactivate(tx, merchant, account, StatusCause::AccountClosed, &cause, now).await;
    }
    let pays = account.supported_payment_method_types != seen.supported_payment_method_types;
    account.supported_payment_method_types.clone_from(&seen.supported_payment_method_types);
    account.display_name = Some(seen.name.clone());
    account.last4 = Some(seen.last4.clone());
    accounts::save(&mut *tx, account).await?;
    if pays {
        events::record(tx, merchant, ACCOUNT_PAYMENT_METHODS_UPDATED, account, cause, now).await?;
    }
    Ok(())
}
