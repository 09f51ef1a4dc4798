//! What is read of an account.

use linkspan_wire::{
    Account, Permission, Prefetch,
    account::Refresh,
    event::{ACCOUNT_REFRESHED_BALANCE, ACCOUNT_REFRESHED_OWNERSHIP, ACCOUNT_REFRESHED_TRANSACTIONS},
};

use crate::store::UnknownWord;

/// What is read of an account. Its name is that of `features[]`: `balance`, where the permission is
/// `balances` (Stripe's API reference).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feature {
    /// The balance.
    Balance,
    /// The owners.
    Ownership,
    /// The transactions.
    Transactions,
}

impl Feature {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Balance, Self::Ownership, Self::Transactions];

    /// The name on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Balance => "balance",
            Self::Ownership => "ownership",
            Self::Transactions => "transactions",
        }
    }

    /// Reads a wire name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|feature| feature.as_str() == name)
    }

    /// The permission without which it cannot be read.
    pub const fn permission(self) -> Permission {
        match self {
            Self::Balance => Permission::Balances,
            Self::Ownership => Permission::Ownership,
            Self::Transactions => Permission::Transactions,
        }
    }

    /// The event that tells how a refresh ended.
    pub const fn event(self) -> &'static str {
        match self {
            Self::Balance => ACCOUNT_REFRESHED_BALANCE,
            Self::Ownership => ACCOUNT_REFRESHED_OWNERSHIP,
            Self::Transactions => ACCOUNT_REFRESHED_TRANSACTIONS,
        }
    }

    /// What refreshes of it are called: only those of transactions show their id.
    pub(super) const fn id_prefix(self) -> &'static str {
        match self {
            Self::Balance => "fcbalref_",
            Self::Ownership => "fcownref_",
            Self::Transactions => "fctxnref_",
        }
    }

    /// The state of its last refresh.
    pub fn state(self, account: &Account) -> Option<&Refresh> {
        match self {
            Self::Balance => account.balance_refresh.as_ref(),
            Self::Ownership => account.ownership_refresh.as_ref(),
            Self::Transactions => account.transaction_refresh.as_ref(),
        }
    }

    /// Where the state of its last refresh is kept.
    pub fn state_mut(self, account: &mut Account) -> &mut Option<Refresh> {
        match self {
            Self::Balance => &mut account.balance_refresh,
            Self::Ownership => &mut account.ownership_refresh,
            Self::Transactions => &mut account.transaction_refresh,
        }
    }
}

impl TryFrom<String> for Feature {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, UnknownWord> {
        Self::parse(&word).ok_or(UnknownWord(word))
    }
}

impl From<Prefetch> for Feature {
    fn from(prefetch: Prefetch) -> Self {
        match prefetch {
            Prefetch::Balances => Self::Balance,
            Prefetch::Ownership => Self::Ownership,
            Prefetch::Transactions => Self::Transactions,
        }
    }
}
