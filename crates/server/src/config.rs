//! What an operator sets.

use std::{num::NonZeroU32, path::PathBuf};

/// What an operator sets; see `linkspan-server serve --help` for each.
#[derive(Clone)]
pub struct Config {
    /// Where the database and the sandbox's keys are.
    pub data_dir: PathBuf,
    /// The web build (`index.html`, wasm, scripts).
    pub web_dir: PathBuf,
    /// What people read as the name of who hosts the flow.
    pub provider_name: String,
    /// How long a session stays open.
    pub session_ttl_seconds: i64,
    /// Keys for the secrets in the database: the first seals, all open. Empty for the sandbox's own.
    pub encryption_keys: Vec<[u8; 32]>,
    /// Whether events may be posted to this machine and its network where the merchant API is on another.
    pub internal_webhooks: bool,
    /// What one key may ask of the merchant API.
    pub rate_limits: RateLimits,
}

/// Requests a second that one key may send to all processes together; none for as many as it likes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RateLimits {
    /// GET.
    pub read: Option<NonZeroU32>,
    /// POST and DELETE.
    pub write: Option<NonZeroU32>,
}
