//! The delivery worker: looks for what is due, one task an endpoint.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use reqwest::header::CONTENT_TYPE;
use tokio::sync::Semaphore;

use super::{backoff, signature};
use crate::{
    AppState,
    store::{
        deliveries::{self, DeliveryStatus, Due, Outcome},
        webhook_endpoints::secret_at,
    },
};

/// Endpoints that are posted to at the same time.
const MOST_ENDPOINTS: usize = 32;
/// Deliveries of one endpoint that are read at once.
const BATCH: i64 = 20;
/// Longest sleep: finds what another process queued.
const LONGEST_SLEEP: Duration = Duration::from_secs(10);
/// For an endpoint to answer. It is meant to answer at once and work later.
const ANSWER: Duration = Duration::from_secs(10);

/// Endpoints that have a task now.
type Busy = Arc<Mutex<HashSet<String>>>;

/// Runs until the task is aborted. All that it knows is in the database, so it can be.
pub async fn run(state: AppState) {
    let busy = Busy::default();
    let places = Arc::new(Semaphore::new(MOST_ENDPOINTS));
    loop {
        let woken = state.deliveries_due.notified();
        let sleep = match round(&state, &busy, &places).await {
            Ok(sleep) => sleep,
            Err(error) => {
                tracing::error!(%error, "webhook deliveries could not be read; it is tried again");
                LONGEST_SLEEP
            }
        };
        tokio::select! {
            () = woken => {}
            () = tokio::time::sleep(sleep) => {}
        }
    }
}

/// Gives every endpoint that has something due a task, unless it has one. Says how long nothing
/// will be due.
async fn round(state: &AppState, busy: &Busy, places: &Arc<Semaphore>) -> Result<Duration, sqlx::Error> {
    let now = state.now();
    for endpoint in deliveries::endpoints_due(state.store.pool(), now).await? {
        if !lock(busy).insert(endpoint.clone()) {
            continue;
        }
        let (state, busy, places) = (state.clone(), Arc::clone(busy), Arc::clone(places));
        tokio::spawn(async move {
            let place = places.acquire_owned().await;
            if let Err(error) = empty(&state, &endpoint).await {
                tracing::error!(%error, endpoint, "webhook deliveries could not be kept");
                // They are still due: without a pause this would go round as fast as it can.
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            drop(place);
            lock(&busy).remove(&endpoint);
            // What came in or fell due meanwhile was left to this task.
            state.deliveries_due.notify_one();
        });
    }
    let next = deliveries::next_due_after(state.store.pool(), now).await?;
    let seconds = next.map_or(u64::MAX, |next| u64::try_from(next - now).unwrap_or(0).max(1));
    Ok(Duration::from_secs(seconds).min(LONGEST_SLEEP))
}

fn lock(busy: &Busy) -> std::sync::MutexGuard<'_, HashSet<String>> {
    busy.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Posts what is due at one endpoint, in the order of the events, until nothing is.
async fn empty(state: &AppState, endpoint: &str) -> Result<(), sqlx::Error> {
    loop {
        let due = deliveries::due_at(state.store.pool(), endpoint, state.now(), BATCH).await?;
        if due.is_empty() {
            return Ok(());
        }
        for delivery in due {
            let outcome = attempt(state, &delivery).await?;
            deliveries::attempted(state.store.pool(), &delivery, &outcome).await?;
        }
    }
}

/// One attempt, with a signature of its own: a repeated one would grow too old to be accepted.
async fn attempt(state: &AppState, due: &Due) -> Result<Outcome, sqlx::Error> {
    let secret = state.keyring.open(secret_at(&due.endpoint), &due.secret)?;
    let signed = signature::header(&secret, state.now(), &due.body);
    let answer = state
        .http
        .post(&due.url)
        .timeout(ANSWER)
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header("stripe-signature", signed)
        .body(due.body.clone())
        .send()
        .await;
    let (last_status, last_error) = match answer {
        Ok(answer) if answer.status().is_success() => {
            tracing::info!(event = due.event, endpoint = due.endpoint, "webhook delivered");
            return Ok(Outcome {
                status: DeliveryStatus::Delivered,
                next_attempt_at: state.now(),
                last_status: Some(answer.status().as_u16()),
                last_error: None,
            });
        }
        Ok(answer) => (Some(answer.status().as_u16()), None),
        // Without its address: that may carry a token of the merchant's.
        Err(error) => (None, Some(error.without_url().to_string())),
    };
    let wait = backoff::wait_after(due.attempts.saturating_add(1));
    tracing::warn!(event = due.event, endpoint = due.endpoint, last_status, wait, "webhook not delivered");
    Ok(Outcome {
        status: if wait.is_some() { DeliveryStatus::Pending } else { DeliveryStatus::Failed },
        next_attempt_at: state.now().saturating_add(wait.unwrap_or_default()),
        last_status,
        last_error,
    })
}
