//! `Stripe-Account` and `Stripe-Context`: for whom a platform acts. A merchant here has no accounts of
//! others behind it, so it acts for itself; for anybody else nothing may be done under its own name.

use axum::http::{HeaderMap, StatusCode};
use linkspan_wire::{ApiError, ErrorType};

use crate::{Failure, failure::Answer};

const HEADERS: [&str; 2] = ["stripe-account", "stripe-context"];

/// Refuses to act for anybody but the caller.
pub fn check(headers: &HeaderMap, caller: &str) -> Answer<()> {
    let other = |name: &str| headers.get_all(name).iter().any(|value| value != caller);
    let Some(name) = HEADERS.into_iter().find(|name| other(name)) else { return Ok(()) };
    let message = format!(
        "The provided key does not have access to the account that the header {name} names. This server has no \
         connected accounts: leave the header out, or name the account that the key belongs to."
    );
    let error = ApiError::new(ErrorType::InvalidRequestError, "account_invalid", message);
    Err(Failure::new(StatusCode::FORBIDDEN, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merchant_acts_for_itself_alone() {
        let headers = |name, value: &str| HeaderMap::from_iter([(name, value.parse().expect("a value"))]);
        assert!(check(&HeaderMap::new(), "acct_1").is_ok());
        for name in HEADERS.map(axum::http::HeaderName::from_static) {
            assert!(check(&headers(name.clone(), "acct_1"), "acct_1").is_ok());
            let refused = check(&headers(name.clone(), "acct_2"), "acct_1").expect_err("another account");
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
            assert!(refused.error.message.is_some_and(|message| message.contains(name.as_str())));
        }
    }
}
