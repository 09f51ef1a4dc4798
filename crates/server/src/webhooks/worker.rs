//! The delivery worker: looks for what is due, one task an endpoint.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use reqwest::header::CONTENT_TYPE;
use tokio::sync::Semaphore;

use super::{backoff, signature, written};
use crate::{
    AppState,
    at_rest::AtRestError,
    failure::chain,
    ids,
    store::{
        attempts::{self, AttemptRow},
        deliveries::{self, DeliveryStatus, Due, Outcome},
        webhook_endpoints::{self, old_secret_at, secret_at},
    },
    web_address,
};

/// Endpoints that are posted to at the same time.
const MOST_ENDPOINTS: usize = 32;
/// Longest sleep: finds what another process queued, or left when it was killed.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// Seconds for which an endpoint is this process's; longer than one attempt takes. After that
/// another process takes over from one that was killed.
const LEASE: i64 = 20;
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
    let pool = state.store.pool();
    while !deliveries::due_at(pool, endpoint, state.now(), 1).await?.is_empty() {
        // Another process may have it, or the merchant wants nothing more.
        let held = deliveries::hold(&state.store, endpoint, state.now(), LEASE).await?;
        let Some(held) = held else { return Ok(()) };
        // Read again: what another process did before that counts.
        let Some(due) = deliveries::due_at(pool, endpoint, state.now(), 1).await?.pop() else {
            return deliveries::let_go(pool, endpoint, held).await;
        };
        let (outcome, attempt) = attempt(state, &due).await?;
        // Together, so that a stop leaves no endpoint held for nothing.
        let mut tx = pool.begin().await?;
        deliveries::let_go(&mut *tx, endpoint, held).await?;
        // Deleted while it was posted to: there is nobody to tell.
        if !webhook_endpoints::exists(&mut *tx, endpoint).await? {
            return Ok(());
        }
        attempts::insert(&mut *tx, &attempt).await?;
        deliveries::attempted(&mut *tx, &due, &outcome).await?;
        tx.commit().await?;
        state.metrics.delivery_attempted(outcome.status);
    }
    Ok(())
}

/// One attempt, with a signature of its own: a repeated one would grow too old to be accepted.
async fn attempt(state: &AppState, due: &Due) -> Result<(Outcome, AttemptRow), sqlx::Error> {
    let (started, created) = (Instant::now(), state.now());
    let secrets = secrets(state, due, created)?;
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    let body = written::body(&due.body, due.api_version.as_deref())
        .map_err(|error| sqlx::Error::Decode(error.into()))?
        .into_owned();
    // Endpoints refuse what is not of their own time.
    let signed = state.real_now();
    let answer = match web_address::webhook(&due.url, state.webhook_reach) {
        Ok(url) => {
            let request = state.webhook_http.post(url).timeout(ANSWER);
            let request = request.header(CONTENT_TYPE, "application/json; charset=utf-8");
            let signature = signature::header(&secrets, signed, &body);
            let request = request.header("stripe-signature", signature).body(body);
            // Without its address: that may carry a token of the merchant's.
            request.send().await.map_err(|error| chain(&error.without_url()))
        }
        // Registered when the operator allowed more.
        Err(why) => Err(why.to_string()),
    };
    let (delivered, last_status, last_error) = match answer {
        Ok(answer) => (answer.status().is_success(), Some(answer.status().as_u16()), None),
        Err(error) => (false, None, Some(error)),
    };
    let number = due.attempts.saturating_add(1);
    let attempt = AttemptRow {
        id: ids::new_id("wea_"),
        event: due.event.clone(),
        endpoint: due.endpoint.clone(),
        number,
        status: last_status.map(i64::from),
        error: last_error.clone(),
        duration_ms: i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX),
        created,
    };
    let wait = backoff::wait_after(number);
    let status = match wait {
        _ if delivered => DeliveryStatus::Delivered,
        Some(_) => DeliveryStatus::Pending,
        None => DeliveryStatus::Failed,
    };
    if delivered {
        tracing::info!(event = due.event, endpoint = due.endpoint, "webhook delivered");
    } else {
        tracing::warn!(
            event = due.event,
            endpoint = due.endpoint,
            last_status,
            wait,
            "webhook not delivered"
        );
    }
    let next_attempt_at = state.now().saturating_add(wait.unwrap_or_default());
    Ok((Outcome { status, next_attempt_at, last_status, last_error }, attempt))
}

/// What a delivery is signed with: after a roll the old secret signs along for a while.
fn secrets(state: &AppState, due: &Due, now: i64) -> Result<Vec<String>, AtRestError> {
    let mut secrets = vec![state.keyring.open(secret_at(&due.endpoint), &due.secret)?];
    if let Some(old) = due.old_secret.as_deref().filter(|_| due.old_secret_ends_at.is_some_and(|at| now < at))
    {
        secrets.push(state.keyring.open(old_secret_at(&due.endpoint), old)?);
    }
    Ok(secrets)
}
