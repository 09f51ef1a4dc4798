//! Proof that somebody can read the statement of an account whose numbers they typed in: two small
//! payments, or one of a cent with a code beside it, which they tell later.
//!
//! In the sandbox nothing is paid. What has to be told is always [`SANDBOX`], as the original's test
//! mode has it, and can be told at once.

use linkspan_wire::{account::AccountStatus, status_details::StatusCause};
use sqlx::AnyConnection;

use crate::{
    AppState,
    at_rest::Keyring,
    connector::TypedIn,
    refreshes,
    store::{
        account_numbers, accounts, authorizations,
        events::Cause,
        microdeposits::{self, Expected},
    },
};

/// Wrong answers after which the account is given up.
pub const MOST_ATTEMPTS: i64 = 10;
/// Payments take a working day or two.
const TRANSFER_SECONDS: i64 = 2 * refreshes::DAY;
const SANDBOX: ([u32; 2], &str) = ([32, 45], "SM11AA");

/// What the holder tells.
#[derive(Clone, PartialEq, Eq)]
pub enum Told {
    /// Both amounts, in either order.
    Amounts([u32; 2]),
    /// The code on the statement.
    DescriptorCode(String),
}

/// What telling comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Right, now or before.
    Verified,
    /// Wrong, and so many tries are left.
    Wrong {
        /// Tries that are left.
        left: i64,
    },
    /// Wrong too often.
    Exhausted,
    /// Nothing was paid into this account: its numbers were not typed in.
    NotExpected,
}

/// Pays into an account that was linked just now.
///
/// # Errors
/// When the database fails.
pub async fn pay(
    tx: &mut AnyConnection,
    keyring: &Keyring,
    merchant: &str,
    account: &str,
    now: i64,
) -> Result<(), sqlx::Error> {
    let (amounts, code) = SANDBOX;
    let expected = Expected { amounts, descriptor_code: code.to_owned() };
    let times = (now.saturating_add(TRANSFER_SECONDS), now);
    microdeposits::insert(tx, keyring, (merchant, account), &expected, times).await
}

/// Compares what was told with what was paid. Once it was right the account's numbers can be used.
///
/// # Errors
/// When the database fails.
pub async fn tell(
    state: &AppState,
    merchant: &str,
    account: &str,
    told: &Told,
) -> Result<Verdict, sqlx::Error> {
    let now = state.now();
    let mut tx = state.store.begin_write(merchant).await?;
    let Some(row) = microdeposits::find(&mut *tx, merchant, account).await? else {
        return Ok(Verdict::NotExpected);
    };
    if row.verified_at.is_some() {
        return Ok(Verdict::Verified);
    }
    if row.attempts >= MOST_ATTEMPTS {
        return Ok(Verdict::Exhausted);
    }
    if !fits(told, &row.expected(&state.keyring)?) {
        microdeposits::miss(&mut *tx, account).await?;
        let left = MOST_ATTEMPTS - row.attempts - 1;
        if left == 0
            && let Some(mut account) = accounts::find(&mut *tx, merchant, account).await?
            && account.status == AccountStatus::Active
        {
            let cause = StatusCause::AccountUnavailable;
            refreshes::deactivate(&mut tx, merchant, &mut account, cause, &Cause::default(), now).await?;
        }
        tx.commit().await?;
        state.deliveries_due.notify_one();
        return Ok(if left == 0 { Verdict::Exhausted } else { Verdict::Wrong { left } });
    }
    microdeposits::verify(&mut *tx, account, now).await?;
    if let Some(mut authorization) = authorizations::of_account(&mut *tx, account).await?
        && let Ok(typed_in) = TypedIn::of(&authorization.token(&state.keyring)?)
    {
        authorization.renew(&state.keyring, &TypedIn { verified: true, ..typed_in }.token());
        authorizations::save(&mut *tx, &authorization).await?;
    }
    // The worker shows the numbers as usable and tells the merchant.
    account_numbers::schedule(&mut *tx, account, now).await?;
    tx.commit().await?;
    state.refreshes_due.notify_one();
    Ok(Verdict::Verified)
}

fn fits(told: &Told, expected: &Expected) -> bool {
    match told {
        Told::Amounts([one, other]) => [[*one, *other], [*other, *one]].contains(&expected.amounts),
        Told::DescriptorCode(code) => code.trim().eq_ignore_ascii_case(&expected.descriptor_code),
    }
}
