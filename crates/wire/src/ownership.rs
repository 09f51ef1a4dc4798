//! Who owns an account.

use serde::{Deserialize, Serialize};

use crate::list::List;

/// `financial_connections.account_ownership`: the owners as one refresh found them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountOwnership {
    /// `fcaowns_…`
    pub id: String,
    /// Always `financial_connections.account_ownership`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^financial_connections\.account_ownership$"))]
    pub object: String,
    /// Unix seconds.
    pub created: i64,
    /// The first of them; the list's address has them all.
    pub owners: List<AccountOwner>,
}

/// `financial_connections.account_owner`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountOwner {
    /// `fcaown_…`
    pub id: String,
    /// Always `financial_connections.account_owner`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^financial_connections\.account_owner$"))]
    pub object: String,
    /// E-mail, where the bank has one.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub email: Option<String>,
    /// Full name.
    pub name: String,
    /// `fcaowns_…`
    pub ownership: String,
    /// Telephone.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub phone: Option<String>,
    /// Address on one line.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub raw_address: Option<String>,
    /// Unix seconds at which the bank stated it.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub refreshed_at: Option<i64>,
}
