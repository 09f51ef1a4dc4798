//! What a merchant may ask to read.

use serde::{Deserialize, Serialize};

/// A group of account data. Source: `permissions` of the Financial Connections session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Current and available balance.
    Balances,
    /// Names, addresses, e-mail and telephone of the owners.
    Ownership,
    /// A tokenized account and routing number for ACH debits.
    PaymentMethod,
    /// Pending and posted transactions, up to 180 days back.
    Transactions,
    /// A newer server's permission that this build does not know.
    #[serde(other)]
    Unknown,
}

impl Permission {
    /// The four that can be requested, in the order in which a person reads them.
    pub const ALL: [Self; 4] = [Self::Balances, Self::Ownership, Self::PaymentMethod, Self::Transactions];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Balances => "balances",
            Self::Ownership => "ownership",
            Self::PaymentMethod => "payment_method",
            Self::Transactions => "transactions",
            Self::Unknown => "unknown",
        }
    }

    /// Reads a wire name; `None` for anything that cannot be requested.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.as_str() == name)
    }
}

/// Data to fetch as soon as the account is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Prefetch {
    /// Balances; needs [`Permission::Balances`].
    Balances,
    /// Owners; needs [`Permission::Ownership`].
    Ownership,
    /// Transactions; needs [`Permission::Transactions`].
    Transactions,
}

impl Prefetch {
    /// Reads a wire name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "balances" => Some(Self::Balances),
            "ownership" => Some(Self::Ownership),
            "transactions" => Some(Self::Transactions),
            _ => None,
        }
    }

    /// The permission without which this cannot be fetched.
    pub const fn permission(self) -> Permission {
        match self {
            Self::Balances => Permission::Balances,
            Self::Ownership => Permission::Ownership,
            Self::Transactions => Permission::Transactions,
        }
    }
}
