//! What an operator sets.

use std::path::PathBuf;

/// What an operator sets; see `linkspan-server serve --help` for each.
#[derive(Clone)]
pub struct Config {
    /// Where the database and the sandbox's keys are.
    pub data_dir: PathBuf,
    /// The web build (`index.html`, wasm, scripts).
    pub web_dir: PathBuf,
    /// How long a session stays open.
    pub session_ttl_seconds: i64,
    /// Keys for the secrets in the database: the first seals, all open. Empty for the sandbox's own.
    pub encryption_keys: Vec<[u8; 32]>,
}
