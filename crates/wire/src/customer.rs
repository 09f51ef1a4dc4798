//! A customer: the person whose accounts are linked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `customer`. Fields that Linkspan does not use are present with their empty value, because
/// official SDKs type them as always there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Customer {
    /// `cus_…`
    pub id: String,
    /// Always `customer`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^customer$"))]
    pub object: String,
    /// Postal address; Linkspan keeps none.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<Object>))]
    pub address: Option<()>,
    /// Credit balance in minor units; always 0.
    pub balance: i64,
    /// Unix seconds.
    pub created: i64,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub currency: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub default_source: Option<String>,
    /// Always false.
    pub delinquent: bool,
    /// The merchant's own note.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub description: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<Object>))]
    pub discount: Option<()>,
    /// Known e-mail: lets the flow recognise a returning person.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub email: Option<String>,
    /// False with test keys.
    pub livemode: bool,
    /// Up to 50 keys of 40 characters, values of 500.
    pub metadata: BTreeMap<String, String>,
    /// Full name.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub name: Option<String>,
    /// Telephone number.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub phone: Option<String>,
    /// Languages, most preferred first.
    pub preferred_locales: Vec<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<Object>))]
    pub shipping: Option<()>,
    /// Always `none`.
    pub tax_exempt: String,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub test_clock: Option<String>,
}
