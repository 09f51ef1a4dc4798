//! How a bank can fail.

use linkspan_wire::{ApiError, ErrorType, ExtraFields, error::code};

/// How a bank can fail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BankError {
    /// It says that it is closed, perhaps until when (Unix seconds).
    #[error("the bank is closed")]
    Closed {
        /// When it should be back.
        expected_back_at: Option<i64>,
    },
    /// No connection; nothing was sent.
    #[error("the bank could not be reached")]
    Unreachable,
    /// No answer in time, or the connection broke; what was sent may have had its effect.
    #[error("the bank did not answer in time")]
    NoAnswer,
    /// An answer that makes no sense here.
    #[error("the bank answered with an error")]
    Broken,
    /// The code or the token opens nothing.
    #[error("the bank refused the grant")]
    Refused,
    /// The bank does not know this sign-in any more, or the token does not open the account.
    #[error("the bank does not know this sign-in or account any more")]
    Gone,
    /// The bank lets nobody read this account any more.
    #[error("the bank lets nobody read the account any more")]
    Inactive,
    /// The bank has no such data of the account.
    #[error("the bank has no such data")]
    NoData,
}

impl BankError {
    /// Whether the same request can be sent again although its effect can be had only once.
    pub const fn is_safe_to_repeat(&self) -> bool {
        matches!(self, Self::Closed { .. } | Self::Unreachable)
    }

    /// Whether the bank is away, as opposed to being there and failing.
    pub const fn is_unavailable(&self) -> bool {
        matches!(self, Self::Closed { .. } | Self::Unreachable | Self::NoAnswer)
    }

    /// As the flow is told.
    pub fn to_api_error(&self) -> ApiError {
        let down = |expected_to_be_available_at| ExtraFields {
            institution_unavailable: true,
            expected_to_be_available_at,
            ..ExtraFields::default()
        };
        let error = |code, message| ApiError::new(ErrorType::ApiError, code, message);
        match self {
            Self::Closed { expected_back_at: Some(at) } => {
                error(code::INSTITUTION_UNAVAILABLE_PLANNED, "The institution is closed for maintenance.")
                    .with_extra(down(Some(*at)))
            }
            Self::Closed { expected_back_at: None } | Self::Unreachable | Self::NoAnswer => {
                error(code::INSTITUTION_UNAVAILABLE_UNPLANNED, "The institution is not available now.")
                    .with_extra(down(None))
            }
            Self::Broken | Self::NoData => {
                error(code::INSTITUTION_ERROR, "The institution answered with an error. Try again later.")
            }
            Self::Refused | Self::Gone | Self::Inactive => {
                error(code::AUTHORIZATION_FAILED, "The institution ended this sign-in. Start a new one.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_end_is_told_and_an_unknown_one_is_not_invented() {
        let planned = BankError::Closed { expected_back_at: Some(1_800_000_000) }.to_api_error();
        assert!(planned.is(code::INSTITUTION_UNAVAILABLE_PLANNED));
        assert_eq!(planned.extra_fields.expect("extra").expected_to_be_available_at, Some(1_800_000_000));
        let unplanned = BankError::NoAnswer.to_api_error();
        assert!(unplanned.is(code::INSTITUTION_UNAVAILABLE_UNPLANNED));
        let extra = unplanned.extra_fields.expect("extra");
        assert!(extra.institution_unavailable && extra.expected_to_be_available_at.is_none());
        assert!(BankError::Broken.to_api_error().extra_fields.is_none());
    }

    #[test]
    fn only_what_had_no_effect_is_repeated() {
        assert!(BankError::Unreachable.is_safe_to_repeat());
        for error in [
            BankError::NoAnswer,
            BankError::Broken,
            BankError::Refused,
            BankError::Gone,
            BankError::Inactive,
            BankError::NoData,
        ] {
            assert!(!error.is_safe_to_repeat(), "{error}");
        }
    }
}
