//! Posting an event again: for the merchant API and the command line.

use crate::{
    Failure,
    failure::Answer,
    store::{
        Store, deliveries,
        events::{self, Event},
        webhook_endpoints,
    },
};

/// Queues an event again, under its id: for one enabled endpoint, or for all that it was for. Ring
/// `AppState::deliveries_due` afterwards; other processes find it within a second.
///
/// # Errors
/// When the merchant has no such event or endpoint, or the endpoint is disabled.
pub async fn resend(
    store: &Store,
    merchant: &str,
    id: &str,
    endpoint: Option<&str>,
    now: i64,
) -> Answer<Event> {
    let missing = || Failure::not_found("event", id, "id");
    let mut tx = store.begin_write(merchant).await?;
    events::find(&mut *tx, merchant, id).await?.ok_or_else(missing)?;
    let endpoints = match endpoint {
        Some(endpoint) => {
            let row = webhook_endpoints::find(&mut *tx, merchant, endpoint).await?;
            let row =
                row.ok_or_else(|| Failure::not_found("webhook_endpoint", endpoint, "webhook_endpoint"))?;
            if row.status != "enabled" {
                let message = "This webhook endpoint is disabled; enable it first.";
                let failure = Failure::bad_request("parameter_invalid", message);
                return Err(failure.with_param("webhook_endpoint"));
            }
            vec![row.id]
        }
        None => deliveries::endpoints_of(&mut *tx, id).await?,
    };
    for endpoint in &endpoints {
        deliveries::resend(&mut *tx, id, endpoint, now).await?;
    }
    let event = events::find(&mut *tx, merchant, id).await?.ok_or_else(missing)?;
    tx.commit().await?;
    Ok(event)
}
