//! What a customer pays with: a bank account.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `payment_method`, of the type `us_bank_account`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentMethod {
    /// `pm_…`
    pub id: String,
    /// Always `payment_method`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^payment_method$"))]
    pub object: String,
    /// Who pays.
    pub billing_details: BillingDetails,
    /// Unix seconds.
    pub created: i64,
    /// `cus_…` that it is attached to.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<crate::expandable::ExpandableCustomer>))]
    pub customer: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub customer_account: Option<String>,
    /// False with test keys.
    pub livemode: bool,
    /// Up to 50 keys of 40 characters, values of 500.
    pub metadata: BTreeMap<String, String>,
    /// Always `us_bank_account`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The account.
    pub us_bank_account: UsBankAccount,
}

/// Who pays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillingDetails {
    /// Postal address.
    pub address: Address,
    /// E-mail.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub email: Option<String>,
    /// Full name.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub name: Option<String>,
    /// Telephone.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub phone: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub tax_id: Option<String>,
}

/// A postal address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Address {
    /// City.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub city: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub country: Option<String>,
    /// Street.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub line1: Option<String>,
    /// Apartment.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub line2: Option<String>,
    /// Postal code.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub postal_code: Option<String>,
    /// State.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub state: Option<String>,
}

/// A bank account in the United States, without its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsBankAccount {
    /// `individual` or `company`.
    pub account_holder_type: String,
    /// `checking` or `savings`.
    pub account_type: String,
    /// The bank's name, where it is known.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub bank_name: Option<String>,
    /// `fca_…` that it was made from.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub financial_connections_account: Option<String>,
    /// The same for the same account, of one merchant.
    pub fingerprint: String,
    /// Last four digits of the number.
    pub last4: String,
    /// How it can be reached.
    pub networks: Networks,
    /// ABA routing number.
    pub routing_number: String,
    /// What is wrong with it; null while nothing is.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub status_details: Option<UsBankAccountStatusDetails>,
}

/// How an account can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Networks {
    /// Always `ach`.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub preferred: Option<String>,
    /// Always `["ach"]`.
    pub supported: Vec<String>,
}

/// What is wrong with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsBankAccountStatusDetails {
    /// It cannot be debited any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<Blocked>,
}

/// Why an account cannot be debited any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Blocked {
    /// The ACH return code, such as `R02`.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub network_code: Option<String>,
    /// Such as `bank_account_closed`.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub reason: Option<String>,
}
