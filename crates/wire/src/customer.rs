//! A customer: the person whose accounts are linked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `customer`. Fields that Linkspan does not use are present with their empty value, because
/// official SDKs type them as always there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Customer {
    /// `cus_…`
    pub id: String,
    /// Always `customer`.
    pub object: String,
    /// Postal address; Linkspan keeps none.
    pub address: Option<()>,
    /// Credit balance in minor units; always 0.
    pub balance: i64,
    /// Unix seconds.
    pub created: i64,
    /// Always null.
    pub currency: Option<String>,
    /// Always null.
    pub default_source: Option<String>,
    /// Always false.
    pub delinquent: bool,
    /// The merchant's own note.
    pub description: Option<String>,
    /// Always null.
    pub discount: Option<()>,
    /// Known e-mail: lets the flow recognise a returning person.
    pub email: Option<String>,
    /// False with test keys.
    pub livemode: bool,
    /// Up to 50 keys of 40 characters, values of 500.
    pub metadata: BTreeMap<String, String>,
    /// Full name.
    pub name: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Languages, most preferred first.
    pub preferred_locales: Vec<String>,
    /// Always null.
    pub shipping: Option<()>,
    /// Always `none`.
    pub tax_exempt: String,
    /// Always null.
    pub test_clock: Option<String>,
}
