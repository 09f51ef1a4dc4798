//! The numbers by which an account is debited.

use linkspan_wire::{
    Account, Permission,
    account::{AccountStatus, PaymentMethodType},
};

use crate::{
    AppState,
    connector::{BankError, NumbersAnswer, last4},
    refreshes,
};

/// The numbers by which an account is debited. No `Debug`: it has them.
#[derive(Clone, PartialEq, Eq)]
pub struct Numbers {
    /// ABA routing number.
    pub routing_number: String,
    /// The account's own.
    pub account_number: String,
}

impl Numbers {
    /// Last four digits of the account's number.
    pub fn last4(&self) -> &str {
        last4(&self.account_number)
    }
}

/// Whether these digits can be the number of an account: 4 to 17.
pub fn is_account_number(text: &str) -> bool {
    (4..=17).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Why a linked account gives no numbers.
#[derive(Debug, thiserror::Error)]
pub enum NumbersError {
    /// It is inactive or disconnected.
    #[error("the account is not active")]
    Inactive,
    /// The person did not agree to that.
    #[error("the account was not linked for payments")]
    NotPermitted,
    /// It has none that can be debited.
    #[error("the account cannot be debited")]
    Unavailable,
    /// The bank does not give them now.
    #[error("the bank does not give the numbers now")]
    Pending,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Asks the bank for the numbers of a linked account.
///
/// # Errors
/// [`NumbersError`] says why there are none.
pub async fn of_account(state: &AppState, account: &Account) -> Result<Numbers, NumbersError> {
    if account.status != AccountStatus::Active {
        return Err(NumbersError::Inactive);
    }
    if !account.permissions.as_ref().is_some_and(|all| all.contains(&Permission::PaymentMethod)) {
        return Err(NumbersError::NotPermitted);
    }
    if !account.supported_payment_method_types.contains(&PaymentMethodType::UsBankAccount) {
        return Err(NumbersError::Unavailable);
    }
    match refreshes::ask_numbers(state, &account.id).await? {
        Ok(answer) if answer.pending => Err(NumbersError::Pending),
        Ok(answer) if is_usable(&answer, state.now()) => {
            Ok(Numbers { routing_number: answer.routing_number, account_number: answer.account_number })
        }
        Ok(_) | Err(BankError::NoData) => Err(NumbersError::Unavailable),
        Err(BankError::Refused | BankError::Gone | BankError::Inactive) => Err(NumbersError::Inactive),
        Err(BankError::Closed { .. } | BankError::Unreachable | BankError::NoAnswer | BankError::Broken) => {
            Err(NumbersError::Pending)
        }
    }
}

fn is_usable(answer: &NumbersAnswer, now: i64) -> bool {
    !answer.deactivated && answer.expires_at.is_none_or(|at| at > now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_checked() {
        assert!(is_account_number("000123456789") && is_account_number("1234"));
        for bad in ["123", "123456789012345678", "12 34", "１２３４"] {
            assert!(!is_account_number(bad), "{bad}");
        }
    }
}
