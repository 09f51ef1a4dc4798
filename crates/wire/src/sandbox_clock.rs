//! The sandbox's clock, as a test helper shows it.

use serde::{Deserialize, Serialize};

/// `test_helpers.financial_connections.clock`: an object of our own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SandboxClock {
    /// Always `test_helpers.financial_connections.clock`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^test_helpers\.financial_connections\.clock$"))]
    pub object: String,
    /// False: there is no such thing in live mode.
    pub livemode: bool,
    /// Unix seconds.
    pub now: i64,
    /// Seconds that it is ahead of the machine's clock.
    pub offset_seconds: i64,
}
