//! The number of an account for payments.

use linkspan_wire::account::PaymentMethodType;
use sha2::{Digest, Sha256};

use crate::protocol::{BankAccount, NumbersAnswer};

/// The test routing number (Stripe's test values for Financial Connections).
const ROUTING_NUMBER: &str = "110000000";
const DAY: i64 = 24 * 60 * 60;
/// A number that expires at once is good for so long after the sign-in.
const AT_ONCE: i64 = 5 * 60;

/// The number; `None` for an account that cannot pay. It is a token that stands for the account's own, at
/// every bank: that is what the permission `payment_method` gives. Where it ends, the account's name says
/// when (Stripe's test values for Financial Connections).
pub(super) fn of(account: &BankAccount, granted: i64) -> Option<NumbersAnswer> {
    if !account.supported_payment_method_types.contains(&PaymentMethodType::UsBankAccount) {
        return None;
    }
    let expires_at = match account.name.as_str() {
        "Number Expires in 30 Days" => Some(granted.saturating_add(30 * DAY)),
        "Number Expires at Once" => Some(granted.saturating_add(AT_ONCE)),
        _ => None,
    };
    Some(NumbersAnswer {
        account_number: account_number(account),
        routing_number: ROUTING_NUMBER.to_owned(),
        tokenized: true,
        expires_at,
        deactivated: account.name == "Expired Number",
        pending: false,
    })
}

/// Twelve digits that end in the last four.
fn account_number(account: &BankAccount) -> String {
    let hash = Sha256::digest(format!("number {}", account.id));
    let digits: String = hash.iter().take(8).map(|byte| char::from(b'0' + byte % 10)).collect();
    format!("{digits}{}", account.last4)
}
