//! A message that was not sent, as a test helper shows it.

use serde::{Deserialize, Serialize};

/// `test_helpers.financial_connections.mail`: an object of our own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mail {
    /// `mail_…`
    pub id: String,
    /// Always `test_helpers.financial_connections.mail`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^test_helpers\.financial_connections\.mail$"))]
    pub object: String,
    /// Unix seconds.
    pub created: i64,
    /// False: there is no such thing in live mode.
    pub livemode: bool,
    /// How it would have been sent: `email` or `sms`.
    #[cfg_attr(feature = "openapi", schema(pattern = "^(email|sms)$"))]
    pub channel: String,
    /// E-mail address or telephone number.
    pub recipient: String,
    /// What it is about; empty for `sms`.
    pub subject: String,
    /// Plain text.
    pub body: String,
}
