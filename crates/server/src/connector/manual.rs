//! Accounts whose numbers were typed in. There is no bank to ask: what stands for its access token is
//! the numbers themselves, sealed as any token is.

use linkspan_wire::account::{PaymentMethodType, Subcategory};
use serde::{Deserialize, Serialize};

use super::{AccessToken, AccountsAnswer, BankAccount, BankError, NumbersAnswer};

/// Stands for the bank of such accounts.
pub const INSTITUTION: &str = "bcinst_manual_entry";

/// What was typed in. No `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedIn {
    /// Stable id of the account.
    pub id: String,
    /// Nine digits.
    pub routing_number: String,
    /// 1 to 17 digits.
    pub account_number: String,
    /// The holder told what was paid into it.
    pub verified: bool,
}

impl TypedIn {
    /// As a token.
    pub fn token(&self) -> String {
        // A struct of texts and a flag has no way to fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From a token.
    ///
    /// # Errors
    /// When it is the token of a bank.
    pub fn of(token: &AccessToken) -> Result<Self, BankError> {
        serde_json::from_str(token.expose()).map_err(|_| BankError::Refused)
    }

    /// As a bank would describe it.
    pub fn account(&self) -> BankAccount {
        BankAccount {
            id: self.id.clone(),
            name: "Checking".into(),
            last4: last4(&self.account_number).to_owned(),
            subcategory: Subcategory::Checking,
            balance: None,
            currency: "usd".into(),
            supported_payment_method_types: vec![PaymentMethodType::UsBankAccount],
            holder_category: None,
            active: true,
        }
    }
}

/// Last four digits of a number, or all of fewer.
pub fn last4(number: &str) -> &str {
    number.get(number.len().saturating_sub(4)..).unwrap_or_default()
}

pub(super) fn accounts(token: &AccessToken) -> Result<AccountsAnswer, BankError> {
    let accounts = vec![TypedIn::of(token)?.account()];
    Ok(AccountsAnswer { accounts, chosen_at_bank: true, access_ends_at: None })
}

pub(super) fn numbers(token: &AccessToken) -> Result<NumbersAnswer, BankError> {
    let TypedIn { routing_number, account_number, verified, .. } = TypedIn::of(token)?;
    Ok(NumbersAnswer {
        account_number,
        routing_number,
        tokenized: false,
        expires_at: None,
        deactivated: false,
        pending: !verified,
    })
}
