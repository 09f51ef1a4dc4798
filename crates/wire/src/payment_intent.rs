//! A payment: from the wish to the money.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::payment_method::PaymentMethod;

/// `payment_intent`, for ACH debits. Fields that Linkspan does not use are present with their empty
/// value, because official SDKs type them as always there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentIntent {
    /// `pi_…`
    pub id: String,
    /// Always `payment_intent`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^payment_intent$"))]
    pub object: String,
    /// Cents.
    pub amount: i64,
    /// Always 0: ACH debits are not authorised first.
    pub amount_capturable: i64,
    /// Cents that came.
    pub amount_received: i64,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub application: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub application_fee_amount: Option<i64>,
    /// As given when it was made.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub automatic_payment_methods: Option<AutomaticPaymentMethods>,
    /// Unix seconds.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub canceled_at: Option<i64>,
    /// As given when it was canceled.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub cancellation_reason: Option<String>,
    /// Always `automatic`.
    pub capture_method: String,
    /// Always null: the merchant's server confirms, no page does.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub client_secret: Option<String>,
    /// Always `automatic`.
    pub confirmation_method: String,
    /// Unix seconds.
    pub created: i64,
    /// Always `usd`.
    pub currency: String,
    /// `cus_…` who pays.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<crate::expandable::ExpandableCustomer>))]
    pub customer: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub customer_account: Option<String>,
    /// The merchant's own note.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub description: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub excluded_payment_method_types: Option<Vec<String>>,
    /// Why the last attempt failed; null once a new one began.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub last_payment_error: Option<Box<PaymentError>>,
    /// `py_…`, the last attempt.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<crate::expandable::ExpandableCharge>))]
    pub latest_charge: Option<String>,
    /// False with test keys.
    pub livemode: bool,
    /// Up to 50 keys of 40 characters, values of 500.
    pub metadata: BTreeMap<String, String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<Object>))]
    pub next_action: Option<()>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub on_behalf_of: Option<String>,
    /// `pm_…` that it is or was tried with.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<crate::expandable::ExpandablePaymentMethod>))]
    pub payment_method: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<Object>))]
    pub payment_method_configuration_details: Option<()>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<Object>))]
    pub payment_method_options: Option<()>,
    /// Always `["us_bank_account"]`.
    pub payment_method_types: Vec<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<Object>))]
    pub processing: Option<()>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub receipt_email: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub review: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub setup_future_usage: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<Object>))]
    pub shipping: Option<()>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub source: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub statement_descriptor: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub statement_descriptor_suffix: Option<String>,
    /// Where it stands.
    pub status: PaymentIntentStatus,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<Object>))]
    pub transfer_data: Option<()>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub transfer_group: Option<String>,
}

/// That the server chooses the types of payment methods. There is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AutomaticPaymentMethods {
    /// `always` or `never`; nothing redirects here.
    pub allow_redirects: String,
    /// Always true.
    pub enabled: bool,
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentIntentStatus {
    /// It needs a payment method: it has none, or the last one failed.
    RequiresPaymentMethod,
    /// It has one and can be confirmed.
    RequiresConfirmation,
    /// The debit is on its way.
    Processing,
    /// The money came.
    Succeeded,
    /// It was called off.
    Canceled,
}

impl PaymentIntentStatus {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RequiresPaymentMethod => "requires_payment_method",
            Self::RequiresConfirmation => "requires_confirmation",
            Self::Processing => "processing",
            Self::Succeeded => "succeeded",
            Self::Canceled => "canceled",
        }
    }
}

/// Why an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentError {
    /// Always `card_error`, the class of payments that were right but did not go through.
    #[serde(rename = "type")]
    pub kind: String,
    /// `py_…`, the attempt.
    pub charge: String,
    /// Such as `insufficient_funds`.
    pub code: String,
    /// What the bank said; absent when it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline_code: Option<String>,
    /// One sentence in English.
    pub message: String,
    /// The ACH return code, such as `R01`; absent when the bank was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_decline_code: Option<String>,
    /// The payment method as it was then.
    pub payment_method: PaymentMethod,
}
