//! A bank, as the merchant API lists it (preview resource of the original).

use serde::{Deserialize, Serialize};

/// `financial_connections.institution`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Institution {
    /// `bcinst_…`
    pub id: String,
    /// Always `financial_connections.institution`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^financial_connections\.institution$"))]
    pub object: String,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// What can be read there.
    pub features: InstitutionFeatures,
    /// False with test keys.
    pub livemode: bool,
    /// As people know it.
    pub name: String,
    /// ABA routing numbers.
    pub routing_numbers: Vec<String>,
    /// How it is doing.
    pub status: InstitutionStatus,
    /// Its site.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub url: Option<String>,
}

/// What can be read at a bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InstitutionFeatures {
    /// Balances.
    pub balances: InstitutionFeature,
    /// Owners.
    pub ownership: InstitutionFeature,
    /// Numbers for payments.
    pub payment_method: InstitutionFeature,
    /// Transactions.
    pub transactions: InstitutionFeature,
}

/// Whether a bank has something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InstitutionFeature {
    /// It has.
    pub supported: bool,
}

/// How a bank is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InstitutionStatus {
    /// It works.
    Active,
    /// It fails now and then.
    Degraded,
    /// It cannot be reached.
    Inactive,
}
