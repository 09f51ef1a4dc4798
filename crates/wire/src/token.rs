//! A bank account as a token, for payouts to it.

use serde::{Deserialize, Serialize};

/// `token`, of the type `bank_account`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Token {
    /// `btok_…`
    pub id: String,
    /// Always `token`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^token$"))]
    pub object: String,
    /// The account.
    pub bank_account: BankAccount,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub client_ip: Option<String>,
    /// Unix seconds.
    pub created: i64,
    /// False with test keys.
    pub livemode: bool,
    /// Always `bank_account`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether it was used.
    pub used: bool,
}

/// `bank_account`, without its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BankAccount {
    /// `ba_…`
    pub id: String,
    /// Always `bank_account`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^bank_account$"))]
    pub object: String,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub account_holder_name: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub account_holder_type: Option<String>,
    /// `checking` or `savings`.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub account_type: Option<String>,
    /// The bank's name, where it is known.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub bank_name: Option<String>,
    /// Always `US`.
    pub country: String,
    /// Always `usd`.
    pub currency: String,
    /// The same for the same account, of one merchant.
    pub fingerprint: String,
    /// Last four digits of the number.
    pub last4: String,
    /// ABA routing number.
    pub routing_number: String,
    /// Always `new`.
    pub status: String,
}
