//! Fields that hold an id, and with `expand[]` the object that it names. Only the description of the
//! API needs these types: the server puts objects into finished answers.

use utoipa::ToSchema;

use crate::{customer::Customer, deleted::Deleted, ownership::AccountOwnership};

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

/// A customer, or what is left of one.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ToSchema)]
#[serde(untagged)]
pub enum CustomerOrDeleted {
    /// The customer.
    Customer(Box<Customer>),
    /// It was deleted.
    Deleted(Deleted),
}
