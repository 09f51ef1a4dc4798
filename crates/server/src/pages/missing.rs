//! What is not there.

use axum::{
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use linkspan_wire::{ApiError, ErrorType, error::code};

use crate::Failure;

/// 404: the envelope for programs, a line for people. It repeats nothing of the address.
pub async fn answer(request: Request) -> Response {
    missing(request.uri().path())
}

/// The same for a path.
pub fn missing(path: &str) -> Response {
    if path.starts_with("/v1/") {
        let error = ApiError::new(
            ErrorType::InvalidRequestError,
            code::RESOURCE_MISSING,
            "Unrecognized request URL or method.",
        );
        return Failure::new(StatusCode::NOT_FOUND, error).into_response();
    }
    (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response()
}
