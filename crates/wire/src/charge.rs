//! One attempt to get the money of a payment.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::payment_method::BillingDetails;

/// `charge`: one ACH debit. Fields that Linkspan does not use are present with their empty value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Charge {
    /// `py_…`
    pub id: String,
    /// Always `charge`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^charge$"))]
    pub object: String,
    /// Cents.
    pub amount: i64,
    /// The same, once it succeeded.
    pub amount_captured: i64,
    /// Always 0.
    pub amount_refunded: i64,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub application: Option<String>,
    /// Always null: nobody's money moves in the sandbox.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub balance_transaction: Option<String>,
    /// Who pays, as it was then.
    pub billing_details: BillingDetails,
    /// Always true.
    pub captured: bool,
    /// Unix seconds.
    pub created: i64,
    /// Always `usd`.
    pub currency: String,
    /// `cus_…` who pays.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<crate::expandable::ExpandableCustomer>))]
    pub customer: Option<String>,
    /// The payment's.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub description: Option<String>,
    /// Whether it was disputed.
    pub disputed: bool,
    /// Such as `insufficient_funds`.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub failure_code: Option<String>,
    /// One sentence in English.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub failure_message: Option<String>,
    /// False with test keys.
    pub livemode: bool,
    /// The payment's.
    pub metadata: BTreeMap<String, String>,
    /// Whether it succeeded.
    pub paid: bool,
    /// `pi_…`
    // A payment has its charge in turn; the description of one does not go round in that circle.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::expandable::ExpandablePaymentIntent, no_recursion))]
    pub payment_intent: String,
    /// `pm_…`
    pub payment_method: String,
    /// The payment method as it was then.
    pub payment_method_details: PaymentMethodDetails,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub receipt_email: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub receipt_url: Option<String>,
    /// Always false.
    pub refunded: bool,
    /// Where it stands.
    pub status: ChargeStatus,
}

/// The payment method of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentMethodDetails {
    /// Always `us_bank_account`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The account.
    pub us_bank_account: ChargedBankAccount,
}

/// The account that is debited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChargedBankAccount {
    /// `individual` or `company`.
    pub account_holder_type: String,
    /// `checking` or `savings`.
    pub account_type: String,
    /// The bank's name, where it is known.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub bank_name: Option<String>,
    /// The same for the same account.
    pub fingerprint: String,
    /// Last four digits of the number.
    pub last4: String,
    /// `mandate_…` by which the person allowed it.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::expandable::ExpandableMandate))]
    pub mandate: String,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub payment_reference: Option<String>,
    /// ABA routing number.
    pub routing_number: String,
}

/// Where an attempt stands; it leaves `pending` once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChargeStatus {
    /// On its way.
    Pending,
    /// The money came.
    Succeeded,
    /// It did not.
    Failed,
}

impl ChargeStatus {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }
}
