//! Events and the webhook endpoints that they are posted to.

use serde::{Deserialize, Serialize};

use crate::account::Account;

/// The API version that this server speaks.
pub const API_VERSION: &str = "2026-10-28.endive";

/// `event`: what happened, with the object as it was then: an account, or whatever the kind says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event<T = Account> {
    /// `evt_…`; stays the same when a delivery is tried again.
    pub id: String,
    /// Always `event`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^event$"))]
    pub object: String,
    /// [`API_VERSION`]; when posted, the version of the endpoint where it has one.
    pub api_version: String,
    /// Unix seconds.
    pub created: i64,
    /// What it is about.
    pub data: EventData<T>,
    /// False with test keys.
    pub livemode: bool,
    /// Endpoints that have not confirmed it yet.
    pub pending_webhooks: u32,
    /// The API request behind it; nulls when the person caused it in the flow.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub request: Option<EventRequest>,
    /// Such as `financial_connections.account.created`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventData<T = Account> {
    /// The object as it was when the event was made.
    pub object: T,
    /// In events of a kind that ends in `.updated`: the fields that changed, as they were before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub previous_attributes: Option<T>,
}

/// The request that caused an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventRequest {
    /// `req_…` or null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub id: Option<String>,
    /// As sent with the request.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub idempotency_key: Option<String>,
}

/// The event type sent once for each account that was linked.
pub const ACCOUNT_CREATED: &str = "financial_connections.account.created";
/// Active to inactive.
pub const ACCOUNT_DEACTIVATED: &str = "financial_connections.account.deactivated";
/// Inactive to active.
pub const ACCOUNT_REACTIVATED: &str = "financial_connections.account.reactivated";
/// The connection was ended.
pub const ACCOUNT_DISCONNECTED: &str = "financial_connections.account.disconnected";
/// A balance refresh ended, either way.
pub const ACCOUNT_REFRESHED_BALANCE: &str = "financial_connections.account.refreshed_balance";
/// An ownership refresh ended, either way.
pub const ACCOUNT_REFRESHED_OWNERSHIP: &str = "financial_connections.account.refreshed_ownership";
/// A transaction refresh ended, either way.
pub const ACCOUNT_REFRESHED_TRANSACTIONS: &str = "financial_connections.account.refreshed_transactions";
/// What the account can pay with is another.
pub const ACCOUNT_PAYMENT_METHODS_UPDATED: &str =
    "financial_connections.account.supported_payment_method_types_updated";
/// What is known of the account's numbers is another.
pub const ACCOUNT_NUMBERS_UPDATED: &str = "financial_connections.account.account_numbers_updated";
/// A number of the account expires within 30 days.
pub const ACCOUNT_UPCOMING_NUMBER_EXPIRY: &str =
    "financial_connections.account.upcoming_account_number_expiry";
/// The end of the access became known, or is another.
pub const ACCOUNT_EXPECTED_DEACTIVATION_DATE_UPDATED: &str =
    "financial_connections.account.expected_deactivation_date_updated";
/// The access ends within 30 days.
pub const ACCOUNT_UPCOMING_DEACTIVATION: &str = "financial_connections.account.upcoming_deactivation";
/// As for the account.
pub const AUTHORIZATION_EXPECTED_DEACTIVATION_DATE_UPDATED: &str =
    "financial_connections.authorization.expected_deactivation_date_updated";
/// As for the account.
pub const AUTHORIZATION_UPCOMING_DEACTIVATION: &str =
    "financial_connections.authorization.upcoming_deactivation";
/// A payment method came to a customer.
pub const PAYMENT_METHOD_ATTACHED: &str = "payment_method.attached";
/// It was taken from its customer.
pub const PAYMENT_METHOD_DETACHED: &str = "payment_method.detached";
/// The merchant changed it.
pub const PAYMENT_METHOD_UPDATED: &str = "payment_method.updated";
/// A payment was made.
pub const PAYMENT_INTENT_CREATED: &str = "payment_intent.created";
/// Its debit is on its way.
pub const PAYMENT_INTENT_PROCESSING: &str = "payment_intent.processing";
/// The money came.
pub const PAYMENT_INTENT_SUCCEEDED: &str = "payment_intent.succeeded";
/// The debit failed; another may be tried.
pub const PAYMENT_INTENT_PAYMENT_FAILED: &str = "payment_intent.payment_failed";
/// The payment was called off.
pub const PAYMENT_INTENT_CANCELED: &str = "payment_intent.canceled";
/// The person's bank took the money back.
pub const CHARGE_DISPUTE_CREATED: &str = "charge.dispute.created";
