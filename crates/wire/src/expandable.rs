//! Fields that hold an id, and with `expand[]` the object that it names. Only the description of the
//! API needs these types: the server puts objects into finished answers.

use utoipa::ToSchema;

use crate::{
    account::Account, authorization::Authorization, charge::Charge, customer::Customer, deleted::Deleted,
    dispute::Dispute, institution::Institution, mandate::Mandate, ownership::AccountOwnership,
    payment_intent::PaymentIntent, payment_method::PaymentMethod,
};

/// A customer's id, or with `expand[]` the customer.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ToSchema)]
#[serde(untagged)]
pub enum ExpandableCustomer {
    /// `cus_…`
    Id(String),
    /// The customer.
    Customer(Box<Customer>),
    /// The customer was deleted.
    Deleted(Deleted),
}

/// An ownership's id, or with `expand[]` the ownership.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ToSchema)]
#[serde(untagged)]
pub enum ExpandableOwnership {
    /// `fcaowns_…`
    Id(String),
    /// The owners.
    Ownership(Box<AccountOwnership>),
}

/// An authorization's id, or with `expand[]` the authorization.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ToSchema)]
#[serde(untagged)]
pub enum ExpandableAuthorization {
    /// `fcauth_…`
    Id(String),
    /// The authorization.
    Authorization(Box<Authorization>),
}

/// An institution's id, or with `expand[]` the institution.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ToSchema)]
#[serde(untagged)]
pub enum ExpandableInstitution {
    /// `bcinst_…`
    Id(String),
    /// The institution.
    Institution(Box<Institution>),
}

/// A payment method's id, or with `expand[]` the payment method.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ToSchema)]
#[serde(untagged)]
pub enum ExpandablePaymentMethod {
    /// `pm_…`
    Id(String),
    /// The payment method.
    PaymentMethod(Box<PaymentMethod>),
}

/// A payment's id, or with `expand[]` the payment.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ToSchema)]
#[serde(untagged)]
pub enum ExpandablePaymentIntent {
    /// `pi_…`
    Id(String),
    /// The payment.
    PaymentIntent(Box<PaymentIntent>),
}

/// A charge's id, or with `expand[]` the charge.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ToSchema)]
#[serde(untagged)]
pub enum ExpandableCharge {
    /// `py_…`
    Id(String),
    /// The charge.
    Charge(Box<Charge>),
}

/// A mandate's id, or with `expand[]` the mandate.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ToSchema)]
#[serde(untagged)]
pub enum ExpandableMandate {
    /// `mandate_…`
    Id(String),
    /// The mandate.
    Mandate(Box<Mandate>),
}

/// What an event is about, by its kind.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ToSchema)]
#[serde(untagged)]
pub enum EventObject {
    /// `financial_connections.account.*`
    Account(Box<Account>),
    /// `financial_connections.authorization.*`
    Authorization(Box<Authorization>),
    /// `payment_method.*`
    PaymentMethod(Box<PaymentMethod>),
    /// `payment_intent.*`
    PaymentIntent(Box<PaymentIntent>),
    /// `charge.dispute.*`
    Dispute(Box<Dispute>),
}

/// A customer, or what is left of one.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ToSchema)]
#[serde(untagged)]
pub enum CustomerOrDeleted {
    /// The customer.
    Customer(Box<Customer>),
    /// It was deleted.
    Deleted(Deleted),
}
