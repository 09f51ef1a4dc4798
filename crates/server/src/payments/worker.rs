//! The worker: takes what is due, charge by charge. Several processes can run one each.

use std::time::Duration;

use super::settle::settle;
use crate::{AppState, store::charges};

/// Longest sleep: finds what another process queued, and what a moved clock made due.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// Charges that are taken at once.
const BATCH: i64 = 16;
/// Seconds after which a charge of a process that was killed is taken by another.
const LEASE: i64 = 60;

/// Runs until the task is aborted. All that it knows is in the database, so it can be.
pub async fn run(state: AppState) {
    loop {
        let woken = state.payments_due.notified();
        if let Err(error) = round(&state).await {
            tracing::error!(%error, "payments could not be settled; it is tried again");
        }
        tokio::select! {
            () = woken => {}
            () = tokio::time::sleep(LONGEST_SLEEP) => {}
        }
    }
}

/// Settles all that is due now.
///
/// # Errors
/// When the database fails. What was taken comes back after a while.
pub async fn round(state: &AppState) -> Result<(), sqlx::Error> {
    loop {
        let claimed = charges::claim(&state.store, state.now(), LEASE, BATCH).await?;
        for charge in &claimed {
            settle(state, charge).await?;
        }
        if claimed.is_empty() {
            return Ok(());
        }
    }
}
