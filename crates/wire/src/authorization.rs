//! The access to one bank that a person gave.

use serde::{Deserialize, Serialize};

use crate::{AccountHolder, status_details::AuthorizationStatusDetails};

/// `financial_connections.authorization`: one sign-in, renewed by linking again. Accounts read
/// through it name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Authorization {
    /// `fcauth_…`
    pub id: String,
    /// Always `financial_connections.authorization`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^financial_connections\.authorization$"))]
    pub object: String,
    /// Who gave it (preview field in the original).
    #[cfg_attr(feature = "openapi", schema(required))]
    pub account_holder: Option<AccountHolder>,
    /// `bcinst_…` (preview field in the original).
    #[cfg_attr(feature = "openapi", schema(value_type = crate::expandable::ExpandableInstitution))]
    pub institution: String,
    /// The bank's name.
    pub institution_name: String,
    /// False with test keys.
    pub livemode: bool,
    /// Whether it works.
    pub status: AuthorizationStatus,
    /// What is known about that.
    pub status_details: AuthorizationStatusDetails,
}

/// Whether an authorization works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuthorizationStatus {
    /// The bank gives data.
    Active,
    /// It does not; linking again may repair it.
    Inactive,
    /// Nothing is read through it any more: its last account was disconnected (preview in the original).
    Disconnected,
}

impl AuthorizationStatus {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Disconnected => "disconnected",
        }
    }
}
