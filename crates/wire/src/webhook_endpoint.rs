//! Where events are posted to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `webhook_endpoint` (Stripe's webhook documentation). No `Debug`: it may carry the signing secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookEndpoint {
    /// `we_…`
    pub id: String,
    /// Always `webhook_endpoint`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^webhook_endpoint$"))]
    pub object: String,
    /// The version that its events are written in; null for the one that the server speaks.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub api_version: Option<String>,
    /// Always null: there are no Connect applications.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub application: Option<String>,
    /// Unix seconds.
    pub created: i64,
    /// The merchant's own note.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub description: Option<String>,
    /// Types of event that it gets; `*` for all.
    pub enabled_events: Vec<String>,
    /// False with test keys.
    pub livemode: bool,
    /// Up to 50 keys of 40 characters, values of 500.
    pub metadata: BTreeMap<String, String>,
    /// `whsec_…`, with which its deliveries are signed; only in the answer that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// `enabled` or `disabled`.
    pub status: String,
    /// Where events are posted to.
    pub url: String,
}
