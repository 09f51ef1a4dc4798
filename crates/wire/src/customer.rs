//! A customer: the person whose accounts are linked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::payment_method::Address;

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
    /// Postal address.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub address: Option<Address>,
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
    /// Always null: there are no invoices.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub invoice_prefix: Option<String>,
    /// Always empty.
    pub invoice_settings: InvoiceSettings,
    /// False with test keys.
    pub livemode: bool,
    /// Up to 50 keys of 40 characters, values of 500.
    pub metadata: BTreeMap<String, String>,
    /// Full name.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub name: Option<String>,
    /// Always 1.
    pub next_invoice_sequence: i64,
    /// Telephone number.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub phone: Option<String>,
    /// Languages, most preferred first.
    pub preferred_locales: Vec<String>,
    /// Where something is sent.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub shipping: Option<Shipping>,
    /// `none`, `exempt` or `reverse`.
    pub tax_exempt: String,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub test_clock: Option<String>,
}

/// Where something is sent, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shipping {
    /// Where.
    pub address: Address,
    /// To whom.
    pub name: String,
    /// Their telephone.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub phone: Option<String>,
}

/// What a customer's invoices begin with. There are none, so each field is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceSettings {
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<Object>))]
    pub custom_fields: Option<()>,
    /// Always null: payments name theirs.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub default_payment_method: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub footer: Option<String>,
    /// Always null.
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<Object>))]
    pub rendering_options: Option<()>,
}
