//! Making webhook endpoints and rolling their secrets: for the merchant API and the command line.

use std::collections::BTreeMap;

use crate::{
    Failure,
    at_rest::Keyring,
    failure::Answer,
    ids,
    store::{
        Store,
        webhook_endpoints::{self, WebhookEndpoint, old_secret_at, secret_at},
    },
};

/// Kinds of event that an endpoint can ask for (Stripe's webhook documentation); `*` is all of them.
pub const EVENT_KINDS: [&str; 23] = [
    "charge.dispute.created",
    "financial_connections.account.account_numbers_updated",
    "financial_connections.account.created",
    "financial_connections.account.deactivated",
    "financial_connections.account.disconnected",
    "financial_connections.account.expected_deactivation_date_updated",
    "financial_connections.account.reactivated",
    "financial_connections.account.refreshed_balance",
    "financial_connections.account.refreshed_ownership",
    "financial_connections.account.refreshed_transactions",
    "financial_connections.account.supported_payment_method_types_updated",
    "financial_connections.account.upcoming_account_number_expiry",
    "financial_connections.account.upcoming_deactivation",
    "financial_connections.authorization.expected_deactivation_date_updated",
    "financial_connections.authorization.upcoming_deactivation",
    "payment_intent.canceled",
    "payment_intent.created",
    "payment_intent.payment_failed",
    "payment_intent.processing",
    "payment_intent.succeeded",
    "payment_method.attached",
    "payment_method.detached",
    "payment_method.updated",
];
/// What `enabled_events` takes: every kind of event, and `*` for all of them.
pub const ENABLED_EVENTS: [&str; EVENT_KINDS.len() + 1] = {
    let mut all = ["*"; EVENT_KINDS.len() + 1];
    let mut place = 0;
    while place < EVENT_KINDS.len() {
        all[place + 1] = EVENT_KINDS[place];
        place += 1;
    }
    all
};
/// Longest time for which an old secret signs along (Stripe's webhook documentation).
pub const LONGEST_OVERLAP: u32 = 24 * 60 * 60;
/// Most endpoints of one merchant, as in the original.
const MOST_ENDPOINTS: i64 = 16;

/// What an endpoint is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewEndpoint {
    /// Where events are posted to; see [`crate::web_address::webhook`].
    pub url: String,
    /// Of [`ENABLED_EVENTS`].
    pub enabled_events: Vec<String>,
    /// The version that its events are written in; else the one that the server speaks.
    pub api_version: Option<String>,
    /// The merchant's own note.
    pub description: Option<String>,
    /// The merchant's own data.
    pub metadata: BTreeMap<String, String>,
}

/// Makes an endpoint; gives its signing secret too, this once.
///
/// # Errors
/// When the merchant has as many as it may.
pub async fn create(
    store: &Store,
    keyring: &Keyring,
    merchant: &str,
    new: NewEndpoint,
    now: i64,
) -> Answer<(WebhookEndpoint, String)> {
    let (id, secret) = (ids::new_id("we_"), ids::new_webhook_secret());
    let mut enabled_events = Vec::with_capacity(new.enabled_events.len());
    for kind in new.enabled_events {
        if !enabled_events.contains(&kind) {
            enabled_events.push(kind);
        }
    }
    let row = WebhookEndpoint {
        merchant: merchant.to_owned(),
        url: new.url,
        secret: keyring.seal(secret_at(&id), &secret),
        old_secret: None,
        old_secret_ends_at: None,
        enabled_events: enabled_events.into(),
        status: "enabled".into(),
        description: new.description,
        metadata: new.metadata.into(),
        created: now,
        api_version: new.api_version,
        id,
    };
    let mut tx = store.begin_write(merchant).await?;
    if webhook_endpoints::count(&mut *tx, merchant).await? >= MOST_ENDPOINTS {
        let message = format!("A merchant can have at most {MOST_ENDPOINTS} webhook endpoints.");
        return Err(Failure::bad_request("resource_limit", message));
    }
    webhook_endpoints::save(&mut *tx, &row).await?;
    tx.commit().await?;
    Ok((row, secret))
}

/// Makes a new signing secret and gives it, this once. The old one signs along for `overlap` seconds.
///
/// # Errors
/// When the merchant has no such endpoint.
pub async fn roll_secret(
    store: &Store,
    keyring: &Keyring,
    merchant: &str,
    id: &str,
    overlap: u32,
    now: i64,
) -> Answer<(WebhookEndpoint, String)> {
    let mut tx = store.begin_write(merchant).await?;
    let row = webhook_endpoints::find(&mut *tx, merchant, id).await?;
    let mut row = row.ok_or_else(|| Failure::not_found("webhook_endpoint", id, "id"))?;
    let old = keyring.open(secret_at(&row.id), &row.secret).map_err(Failure::internal)?;
    let secret = ids::new_webhook_secret();
    row.secret = keyring.seal(secret_at(&row.id), &secret);
    row.old_secret = (overlap > 0).then(|| keyring.seal(old_secret_at(&row.id), &old));
    row.old_secret_ends_at = (overlap > 0).then(|| now.saturating_add(i64::from(overlap)));
    webhook_endpoints::save(&mut *tx, &row).await?;
    tx.commit().await?;
    Ok((row, secret))
}
