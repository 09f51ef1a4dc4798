//! Ends sessions whose time is over, and forgets what need not be kept.

use std::time::Duration;

use crate::{
    AppState,
    failure::Answer,
    store::{
        completion, consumer_codes, consumers, events, idempotency, mails, saved_visits, sessions,
        sessions::SessionRow,
    },
};

/// Between two rounds. Readers do not wait for one: they see an overdue session as cancelled.
const INTERVAL: Duration = Duration::from_secs(5);
/// Sessions of one round.
const BATCH: i64 = 100;

/// Runs until the task is aborted.
pub async fn run(state: AppState) {
    let mut ticks = tokio::time::interval(INTERVAL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = round(&state).await {
            tracing::error!(%error, "sweep failed; it is tried again");
        }
    }
}

/// Ends what is overdue now.
///
/// # Errors
/// When the database fails.
pub async fn round(state: &AppState) -> Result<(), sqlx::Error> {
    let now = state.now();
    for session in sessions::overdue(state.store.pool(), now, BATCH).await? {
        // A failure is logged where it arises; the next round tries again.
        if end(state, &session).await.is_ok() {
            tracing::info!(session = session.id, "expired");
        }
    }
    state.search_limits.forget();
    events::forget(&state.store, now, BATCH).await?;
    mails::forget(state.store.pool(), now).await?;
    consumer_codes::forget(state.store.pool(), now).await?;
    consumers::forget_unproven(state.store.pool(), now).await?;
    saved_visits::forget(state.store.pool(), now).await?;
    idempotency::forget(state.store.pool(), state.real_now()).await
}

/// Ends one session whose time is over: what was chosen is linked, the rest is left.
///
/// # Errors
/// When the database fails.
pub async fn end(state: &AppState, session: &SessionRow) -> Answer<()> {
    let overdue = SessionRow { expired: true, ..session.clone() };
    completion::complete(state, &overdue, None).await.map(|_| ())
}
