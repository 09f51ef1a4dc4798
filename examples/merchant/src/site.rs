//! What all handlers share.

use std::sync::OnceLock;

use crate::{api::Api, inbox::Inbox, settings::Settings};

/// What all handlers share.
pub struct Site {
    /// The merchant API, with the secret key.
    pub api: Api,
    /// Where the page is.
    pub origin: String,
    /// Where the flow is.
    pub flow: String,
    /// For the page.
    pub publishable_key: String,
    /// Signs the webhooks; known once the endpoint is registered.
    pub webhook_secret: OnceLock<String>,
    /// Webhooks that arrived.
    pub inbox: Inbox,
}

impl Site {
    /// A site that is reached at `origin`.
    pub fn new(settings: Settings, origin: String) -> Result<Self, reqwest::Error> {
        Ok(Self {
            api: Api::new(settings.api, settings.secret_key)?,
            origin,
            flow: settings.flow,
            publishable_key: settings.publishable_key,
            webhook_secret: OnceLock::new(),
            inbox: Inbox::default(),
        })
    }
}
