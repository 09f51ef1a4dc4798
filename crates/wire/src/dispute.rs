//! A person's bank took the money back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `dispute`: of an ACH debit, so it is lost from the start; there is no evidence to give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dispute {
    /// `du_…`
    pub id: String,
    /// Always `dispute`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^dispute$"))]
    pub object: String,
    /// Cents.
    pub amount: i64,
    /// `py_…`
    #[cfg_attr(feature = "openapi", schema(value_type = crate::expandable::ExpandableCharge))]
    pub charge: String,
    /// Unix seconds.
    pub created: i64,
    /// Always `usd`.
    pub currency: String,
    /// Always false.
    pub is_charge_refundable: bool,
    /// False with test keys.
    pub livemode: bool,
    /// Always empty.
    pub metadata: BTreeMap<String, String>,
    /// The ACH return code.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub network_reason_code: Option<String>,
    /// `pi_…`
    #[cfg_attr(feature = "openapi", schema(value_type = crate::expandable::ExpandablePaymentIntent))]
    pub payment_intent: String,
    /// Always `debit_not_authorized`.
    pub reason: String,
    /// Always `lost`.
    pub status: String,
}
