//! What became of each attempt to deliver an event.

use serde::{Deserialize, Serialize};

/// `webhook_endpoint.attempt`: one attempt to post an event. An extension of this server's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookAttempt {
    /// `wea_…`
    pub id: String,
    /// Always `webhook_endpoint.attempt`.
    pub object: String,
    /// Unix seconds at which it began.
    pub created: i64,
    /// Milliseconds until the answer, or until it was given up.
    pub duration_ms: i64,
    /// Why there was no answer.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub error: Option<String>,
    /// `evt_…`
    pub event: String,
    /// HTTP status of the answer; null when there was none.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub http_status: Option<i64>,
    /// False with test keys.
    pub livemode: bool,
    /// Which attempt of this event it was, from 1; a manual resend counts anew.
    pub number: i64,
    /// `succeeded` when the answer was 200 to 299, else `failed`.
    pub status: String,
    /// `we_…`
    pub webhook_endpoint: String,
}
