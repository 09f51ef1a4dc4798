//! What every handler can reach.

use std::sync::Arc;

use linkspan_directory::Directory;
use tokio::sync::{Notify, broadcast};

use crate::{
    at_rest::Keyring, clock::Clock, config::Config, flow_api::SearchLimits, lifecycle::Lifecycle,
    mail::Mailer, metrics::Metrics, rehearsal::Rehearsal, store::Store, texts::Texter, web_address::Reach,
};

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// Seals and opens the secrets in it.
    pub keyring: Arc<Keyring>,
    /// The time, as test helpers have moved it.
    pub clock: Arc<dyn Clock>,
    /// What test helpers changed; its clock is `clock`.
    pub rehearsal: Arc<Rehearsal>,
    /// What the operator set.
    pub config: Arc<Config>,
    /// Where the three origins are.
    pub origins: Arc<Origins>,
    /// Institutions.
    pub directory: Arc<Directory>,
    /// For requests to banks: bounded in time, follows no redirect.
    pub http: reqwest::Client,
    /// For requests to webhook endpoints: the same, and no further than `webhook_reach`.
    pub webhook_http: reqwest::Client,
    /// How far events are posted.
    pub webhook_reach: Reach,
    /// How often sessions search.
    pub search_limits: Arc<SearchLimits>,
    /// Ids of auth sessions that changed, for those who wait on one.
    pub auth_changes: broadcast::Sender<String>,
    /// Whether this process was told to stop.
    pub lifecycle: Arc<Lifecycle>,
    /// Figures of this process.
    pub metrics: Arc<Metrics>,
    /// Rung when a webhook delivery was queued.
    pub deliveries_due: Arc<Notify>,
    /// Rung when a refresh was queued.
    pub refreshes_due: Arc<Notify>,
    /// Rung when a debit was sent on its way.
    pub payments_due: Arc<Notify>,
    /// What takes e-mails away; absent in a sandbox without a mail server.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// What takes texts to telephones away; absent in a sandbox, and where there is no gateway.
    pub texter: Option<Arc<dyn Texter>>,
    /// Rung when a message was queued.
    pub mails_due: Arc<Notify>,
}

/// The three origins, such as `http://127.0.0.1:4300`, without a slash at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    /// The merchant API.
    pub api: String,
    /// The flow: pages, scripts and the flow's API.
    pub flow: String,
    /// The test bank.
    pub bank: String,
}

impl Origins {
    /// Whether cookies of the flow's origin travel by TLS alone.
    pub fn cookies_are_secure(&self) -> bool {
        self.flow.starts_with("https://")
    }

    /// How a cookie of the flow's origin is called: with TLS so that no neighbouring host can plant it.
    pub fn cookie_name(&self, name: &str) -> String {
        format!("{}{name}", if self.cookies_are_secure() { "__Host-" } else { "" })
    }
}

impl AppState {
    /// Unix seconds.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Unix seconds, whatever test helpers did to the clock: for what others compare with their own.
    pub fn real_now(&self) -> i64 {
        self.rehearsal.real_now()
    }
}
