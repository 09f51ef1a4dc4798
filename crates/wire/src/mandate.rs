//! A person's permission to debit an account.

use serde::{Deserialize, Serialize};

/// `mandate`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mandate {
    /// `mandate_…`
    pub id: String,
    /// Always `mandate`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^mandate$"))]
    pub object: String,
    /// How the person gave it.
    pub customer_acceptance: CustomerAcceptance,
    /// False with test keys.
    pub livemode: bool,
    /// Always empty: that it is there says that the mandate is good for more than one payment.
    pub multi_use: Present,
    /// `pm_…`
    #[cfg_attr(feature = "openapi", schema(value_type = crate::expandable::ExpandablePaymentMethod))]
    pub payment_method: String,
    /// Its kind.
    pub payment_method_details: MandatedMethod,
    /// Always `active`.
    pub status: String,
    /// Always `multi_use`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// How a person gave a mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerAcceptance {
    /// Unix seconds.
    pub accepted_at: i64,
    /// With `type=offline`, empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline: Option<Present>,
    /// With `type=online`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<OnlineAcceptance>,
    /// `online` or `offline`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A mandate that was given in a browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OnlineAcceptance {
    /// The person's.
    pub ip_address: String,
    /// The browser's.
    pub user_agent: String,
}

/// What a mandate allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MandatedMethod {
    /// Always `us_bank_account`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Always empty.
    pub us_bank_account: Present,
}

/// An object that says something by being there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Present {}
