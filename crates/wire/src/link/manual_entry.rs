//! Account numbers that the person types in, where no bank fits.

use serde::{Deserialize, Serialize};

use super::SessionKey;

/// Most digits of an account number.
pub const MOST_ACCOUNT_DIGITS: usize = 17;

/// Whether this is an account number: 1 to 17 digits.
pub fn is_account_number(number: &str) -> bool {
    (1..=MOST_ACCOUNT_DIGITS).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Asks which bank a routing number is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookUpRoutingNumber {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
    /// Nine digits.
    pub routing_number: String,
}

/// Which bank a routing number is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingNumber {
    /// Its name; absent for a bank that is not in the directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<String>,
}

/// The numbers of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachBankAccount {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
    /// The numbers.
    #[serde(flatten)]
    pub numbers: BankAccountNumbers,
}

/// The numbers of an account. Shown by no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccountNumbers {
    /// Nine digits, the last one a check digit.
    pub routing_number: String,
    /// 1 to 17 digits. Kept sealed, not logged.
    pub account_number: String,
}

impl std::fmt::Debug for BankAccountNumbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BankAccountNumbers").finish_non_exhaustive()
    }
}
