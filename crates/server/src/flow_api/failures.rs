//! Failures that several routes of the flow answer with.

use axum::http::StatusCode;
use linkspan_wire::{ApiError, ErrorType, error::code};

use crate::{Failure, connector::BankError};

/// 400: not at this point of the flow.
pub(super) fn step_not_allowed(message: &str) -> Failure {
    Failure::bad_request(code::STEP_NOT_ALLOWED, message)
}

/// 503 while the bank is away, 502 when it answers nonsense.
pub(super) fn bank(error: &BankError) -> Failure {
    let status =
        if error.is_unavailable() { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::BAD_GATEWAY };
    Failure::new(status, error.to_api_error())
}

/// 502: the bank said yes, but its accounts cannot be read.
pub(super) fn accounts_unavailable() -> Failure {
    let error = ApiError::new(
        ErrorType::ApiError,
        code::ACCOUNTS_UNAVAILABLE,
        "The accounts at this institution could not be read.",
    );
    Failure::new(StatusCode::BAD_GATEWAY, error)
}
