//! A handler that panics is answered like any other failure of the server.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use crate::Failure;

/// A bug ended the handler. What the panic says stays out of the answer; the panic hook has
/// written it to the log.
#[derive(Debug, thiserror::Error)]
#[error("a handler panicked")]
struct Panicked;

/// For [`tower_http::catch_panic::CatchPanicLayer::custom`].
pub fn answer(_panic: Box<dyn Any + Send + 'static>) -> Response {
    Failure::internal(Panicked).into_response()
}
