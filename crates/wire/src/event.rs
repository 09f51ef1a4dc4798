//! Events and the webhook endpoints that they are posted to.

use serde::{Deserialize, Serialize};

use crate::account::Account;

/// The API version that this server speaks.
pub const API_VERSION: &str = "2026-10-28.endive";

/// `event`: what happened, with the object as it was then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// `evt_…`; stays the same when a delivery is tried again.
    pub id: String,
    /// Always `event`.
    pub object: String,
    /// [`API_VERSION`].
    pub api_version: String,
    /// Unix seconds.
    pub created: i64,
    /// What it is about.
    pub data: EventData,
    /// False with test keys.
    pub livemode: bool,
    /// Endpoints that have not confirmed it yet.
    pub pending_webhooks: u32,
    /// The API request behind it; nulls when the person caused it in the flow.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub request: Option<EventRequest>,
    /// Such as `financial_connections.account.created`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventData {
    /// The account as it was when the event was made.
    pub object: Account,
}

/// The request that caused an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventRequest {
    /// `req_…` or null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub id: Option<String>,
    /// As sent with the request.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub idempotency_key: Option<String>,
}

/// The event type sent once for each account that was linked.
pub const ACCOUNT_CREATED: &str = "financial_connections.account.created";
