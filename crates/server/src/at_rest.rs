//! Secrets in the database: sealed with an authenticated cipher before they are written, so that a
//! copy of the database alone opens nothing.
//!
//! Keys rotate: the first one of the setting seals, any of them opens, and [`rotation`] seals anew
//! what is under an older one.

mod addresses;
mod fingerprint;
mod keyring;
mod keys;
mod older;
mod rotation;

pub use addresses::rehash as rehash_addresses;
pub use keyring::{AtRestError, Keyring, Place};
pub use keys::{EncryptionKeys, KeysError, SETTING, parse, prepare};
pub use older::seal as seal_older;
pub use rotation::run as rotate;

/// Columns that are sealed: table, column. All these tables have an `id`.
pub const COLUMNS: [(&str, &str); 23] = [
    ("webhook_endpoints", "secret"),
    ("webhook_endpoints", "old_secret"),
    ("sessions", "client_secret"),
    ("sessions", "page_handle"),
    ("auth_sessions", "access_token"),
    ("auth_sessions", "offered"),
    ("auth_sessions", "pkce_verifier"),
    ("auth_sessions", "start_handle"),
    ("auth_sessions", "bank_login"),
    ("authorizations", "access_token"),
    ("bank_accounts", "account_number"),
    ("microdeposits", "expected"),
    ("consents", "page_handle"),
    ("consumers", "email"),
    ("consumers", "phone"),
    ("consumer_codes", "code"),
    ("saved_accounts", "access_token"),
    ("saved_visits", "email"),
    ("mails", "recipient"),
    ("mails", "body"),
    ("idempotency_keys", "body"),
    ("owners", "object"),
    ("transactions", "object"),
];
