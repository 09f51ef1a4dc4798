//! What the bank is told when it starts.

use std::sync::Arc;

use linkspan_directory::Directory;

/// Unix seconds now.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Whether an institution is closed for now, whatever its record says.
pub type Closed = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// What the bank is told when it starts.
#[derive(Clone)]
pub struct BankConfig {
    /// The bank's own origin, such as `http://127.0.0.2:4003`; `{origin}/{institution}` is an issuer.
    pub origin: String,
    /// The only address that the OAuth window returns to, compared character by character.
    pub redirect_uri: String,
    /// Seals codes, sign-ins and access tokens; with the same key they outlive a restart.
    pub signing_key: [u8; 32],
    /// Which institutions there are.
    pub directory: Arc<Directory>,
    /// Unix seconds now.
    pub clock: Clock,
    /// Institutions that are closed for now.
    pub closed: Closed,
}
