//! The worker: takes what is due, refresh by refresh. Several processes can run one each.

use std::time::Duration;

use linkspan_wire::account::AccountStatus;
use tokio::task::JoinSet;

use super::{DAY, Feature, access, begin, numbers, outcome, work};
use crate::{
    AppState,
    connector::BankError,
    store::{account_numbers, accounts, authorizations, refreshes, refreshes::Claimed, subscriptions},
};

/// Longest sleep: finds what another process queued, and what a moved clock made due.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// What is worked on at the same time.
const BATCH: i64 = 16;
/// Seconds after which work of a process that was killed is taken by another. Longer than a bank may
/// take to answer.
const LEASE: i64 = 60;
/// Attempts at a bank that cannot be reached, and seconds between them.
const ATTEMPTS: i64 = 3;
const BETWEEN_ATTEMPTS: i64 = 10;
/// Seconds after a link until the bank is asked for the first time whether the access still works:
/// access that ends soon is the kind that is mostly not announced.
pub const FIRST_CHECK: i64 = 10 * 60;

/// Runs until the task is aborted. All that it knows is in the database, so it can be.
pub async fn run(state: AppState) {
    loop {
        let woken = state.refreshes_due.notified();
        if let Err(error) = round(&state).await {
            tracing::error!(%error, "refreshes could not be worked on; it is tried again");
        }
        tokio::select! {
            () = woken => {}
            () = tokio::time::sleep(LONGEST_SLEEP) => {}
        }
    }
}

/// Works on all that is due now.
///
/// # Errors
/// When the database fails. What was taken comes back after a while.
pub async fn round(state: &AppState) -> Result<(), sqlx::Error> {
    loop {
        let subscribed = subscribe(state).await?;
        let now = state.now();
        let claimed = refreshes::claim(&state.store, now, LEASE, BATCH).await?;
        let checks = authorizations::claim(&state.store, now, LEASE, BATCH).await?;
        let numbered = account_numbers::claim(&state.store, now, LEASE, BATCH).await?;
        let full = |count: usize| i64::try_from(count).is_ok_and(|count| count >= BATCH);
        let more = subscribed || full(claimed.len()) || full(checks.len()) || full(numbered.len());
        let mut tasks = JoinSet::new();
        for refresh in claimed {
            let state = state.clone();
            tasks.spawn(async move { attempt(&state, &refresh).await });
        }
        for authorization in checks {
            let state = state.clone();
            tasks.spawn(async move { access::check(&state, &authorization).await });
        }
        for (merchant, account) in numbered {
            let state = state.clone();
            tasks.spawn(async move { numbers::read(&state, &merchant, &account).await });
        }
        while let Some(ended) = tasks.join_next().await {
            match ended {
                Ok(kept) => kept?,
                Err(error) => tracing::error!(%error, "a refresh was cut off; it comes back"),
            }
        }
        if !more {
            return Ok(());
        }
    }
}

/// Starts the daily refreshes that are due; says whether there may be more.
async fn subscribe(state: &AppState) -> Result<bool, sqlx::Error> {
    let now = state.now();
    let due = subscriptions::due(state.store.pool(), now, BATCH).await?;
    for (merchant, id) in &due {
        let mut tx = state.store.begin_write(merchant).await?;
        if !subscriptions::advance(&mut *tx, id, now, now.saturating_add(DAY)).await? {
            continue;
        }
        if let Some(mut account) = accounts::find(&mut *tx, merchant, id).await?
            && account.status == AccountStatus::Active
        {
            begin(&mut tx, merchant, &mut account, Feature::Transactions, now).await?;
        }
        tx.commit().await?;
    }
    Ok(i64::try_from(due.len()).is_ok_and(|count| count >= BATCH))
}

async fn attempt(state: &AppState, claimed: &Claimed) -> Result<(), sqlx::Error> {
    let answered = work::ask(state, claimed).await?;
    let unreached = matches!(answered.read, Err(BankError::Unreachable | BankError::NoAnswer));
    if unreached && claimed.attempts < ATTEMPTS {
        let again = state.now().saturating_add(BETWEEN_ATTEMPTS);
        return refreshes::postpone(state.store.pool(), &claimed.id, again).await;
    }
    outcome::keep(state, claimed, answered).await
}
