//! What was moved on an account.

use serde::{Deserialize, Serialize};

/// `financial_connections.transaction` of the merchant API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transaction {
    /// `fctxn_…`
    pub id: String,
    /// Always `financial_connections.transaction`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^financial_connections\.transaction$"))]
    pub object: String,
    /// `fca_…`
    pub account: String,
    /// Minor units; negative takes from the holder.
    pub amount: i64,
    /// ISO 4217, lower case.
    pub currency: String,
    /// As on the statement.
    pub description: String,
    /// False with test keys.
    pub livemode: bool,
    /// Where it stands.
    pub status: TransactionStatus,
    /// When it came to stand there.
    pub status_transitions: StatusTransitions,
    /// Unix seconds.
    pub transacted_at: i64,
    /// The refresh that last brought it or changed it, `fctxnref_…`.
    pub transaction_refresh: String,
    /// Unix seconds of that.
    pub updated: i64,
}

/// Where a transaction stands; it leaves `pending` once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TransactionStatus {
    /// Not settled.
    Pending,
    /// Settled.
    Posted,
    /// It never came.
    Void,
}

/// When a transaction settled; both null while it is pending.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusTransitions {
    /// Unix seconds.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub posted_at: Option<i64>,
    /// Unix seconds.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub void_at: Option<i64>,
}
