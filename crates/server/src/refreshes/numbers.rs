//! What is shown of the numbers that accounts have for payments. The numbers themselves are not kept:
//! who needs one asks the bank.

use linkspan_wire::{
    Account,
    account::{AccountNumber, AccountStatus},
    event::{ACCOUNT_NUMBERS_UPDATED, ACCOUNT_UPCOMING_NUMBER_EXPIRY},
};

use super::{DAY, next_look, source::Source};
use crate::{
    AppState,
    connector::{self, BankError, Connector, NumbersAnswer},
    store::{
        account_numbers, accounts, authorizations,
        events::{self, Cause},
    },
};

/// An expiry is announced so long before.
const ANNOUNCED: i64 = 30 * DAY;
/// Seconds until a bank that did not answer is asked again.
const AGAIN: i64 = 10 * 60;

/// Asks the bank about the number of one account that this process has taken.
pub(super) async fn read(state: &AppState, merchant: &str, id: &str) -> Result<(), sqlx::Error> {
    let before = authorizations::token_of_account(state.store.pool(), &state.keyring, id).await?;
    let answer = ask_numbers(state, id).await?;
    let now = state.now();
    let mut tx = state.store.begin_write(merchant).await?;
    // Renewed while the bank was asked: the answer was about the access before, so it is due again.
    if authorizations::token_of_account(&mut *tx, &state.keyring, id).await? != before {
        account_numbers::schedule(&mut *tx, id, now).await?;
        return tx.commit().await;
    }
    let account = accounts::find(&mut *tx, merchant, id).await?;
    let Some(mut account) = account.filter(|account| account.status == AccountStatus::Active) else {
        return Ok(());
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            // An account that cannot pay has no number; that can change, but not soon.
            let wait = if matches!(error, BankError::NoData) { DAY } else { AGAIN };
            account_numbers::schedule(&mut *tx, id, now.saturating_add(wait)).await?;
            return tx.commit().await;
        }
    };
    let numbers = Some(vec![shown(&answer, now)]);
    // The first time is no change: nobody was shown anything else.
    let changed = account.account_numbers.is_some() && account.account_numbers != numbers;
    account.account_numbers = numbers;
    accounts::save(&mut *tx, &account).await?;
    account_numbers::schedule(&mut *tx, id, next_look(answer.expires_at, now)).await?;
    let mut kinds = Vec::new();
    if changed {
        kinds.push(ACCOUNT_NUMBERS_UPDATED);
    }
    if let Some(at) = answer.expires_at.filter(|at| (now..=now.saturating_add(ANNOUNCED)).contains(at))
        && account_numbers::announce(&mut *tx, id, at).await?
    {
        kinds.push(ACCOUNT_UPCOMING_NUMBER_EXPIRY);
    }
    for kind in kinds {
        events::record(&mut tx, merchant, kind, &account, Cause::default(), now).await?;
    }
    tx.commit().await?;
    state.deliveries_due.notify_one();
    Ok(())
}

/// Asks the bank for the numbers of an account.
///
/// # Errors
/// When the database fails; how the bank failed is the inner result.
pub async fn ask_numbers(
    state: &AppState,
    id: &str,
) -> Result<Result<NumbersAnswer, BankError>, sqlx::Error> {
    let Some(source) = Source::of(state, id).await? else { return Ok(Err(BankError::Refused)) };
    Ok(connector::of(state).numbers(&source.place()).await)
}

fn shown(answer: &NumbersAnswer, now: i64) -> AccountNumber {
    let status = match answer.expires_at {
        _ if answer.deactivated => "deactivated",
        Some(at) if at <= now => "expired",
        None if answer.pending => "pending",
        _ => "transactable",
    };
    AccountNumber {
        expected_expiry_date: answer.expires_at,
        identifier_type: if answer.tokenized { "tokenized_account_number" } else { "account_number" }.into(),
        status: status.into(),
        supported_networks: vec!["ach".into()],
    }
}

/// Whether the numbers of an account are for the merchant to see.
pub fn has_numbers(account: &Account) -> bool {
    let permitted = |all: &Vec<_>| all.contains(&linkspan_wire::Permission::PaymentMethod);
    account.status == AccountStatus::Active && account.permissions.as_ref().is_some_and(permitted)
}
