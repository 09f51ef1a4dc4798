//! An answer with a status of 400 or more, in the error envelope.

use std::fmt;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use linkspan_wire::{ApiError, ErrorEnvelope, ErrorType, error::code};

use crate::store;

/// An answer with a status of 400 or more, in the error envelope.
///
/// Its texts are for the developer who sent the request. They name parameters and ids, never
/// keys, secrets or values that a person typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// HTTP status.
    pub status: StatusCode,
    /// What is wrong; boxed so that a `Result` stays small.
    pub error: Box<ApiError>,
    /// Seconds after which the same request may go through, where that is known.
    pub retry_after: Option<u64>,
    /// Whether it was refused for its parameters alone, or others were in its way: as long as nothing had
    /// begun, that is before the execution.
    pub before_execution: bool,
}

/// On the answer to a request that was never carried out, unless something of it had begun: an
/// `Idempotency-Key` does not keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BeforeExecution;

/// What a handler answers.
pub type Answer<T> = Result<T, Failure>;

impl Failure {
    /// Any status with any error.
    pub fn new(status: StatusCode, error: ApiError) -> Self {
        Self { status, error: Box::new(error), retry_after: None, before_execution: false }
    }

    /// Says when the same request may go through.
    #[must_use]
    pub fn with_retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Says that the request was refused for its parameters alone.
    #[must_use]
    pub fn before_execution(mut self) -> Self {
        self.before_execution = true;
        self
    }

    /// 400 `invalid_request_error` with a code of its own.
    pub fn bad_request(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ApiError::new(ErrorType::InvalidRequestError, code, message))
    }

    /// Names the parameter it is about.
    #[must_use]
    pub fn with_param(mut self, param: impl Into<String>) -> Self {
        self.error.param = Some(param.into());
        self
    }

    /// 400 for a parameter that is wrong whatever the server has stored.
    pub fn bad_param(param: impl Into<String>, code: &str, message: impl Into<String>) -> Self {
        Self::bad_request(code, message).with_param(param).before_execution()
    }

    /// A required parameter is absent.
    pub fn missing_param(param: &str) -> Self {
        Self::bad_param(param, "parameter_missing", format!("Missing required param: {param}."))
    }

    /// A parameter that this endpoint does not have.
    pub fn unknown_param(param: &str) -> Self {
        Self::bad_param(param, "parameter_unknown", format!("Received unknown parameter: {param}"))
    }

    /// A parameter without a value where one is needed.
    pub fn empty_param(param: &str) -> Self {
        Self::bad_param(
            param,
            "parameter_invalid_empty",
            format!("You passed an empty string for '{param}'. Leave the parameter out or give it a value."),
        )
    }

    /// A parameter with a value that it cannot have.
    pub fn invalid_param(param: &str, message: impl Into<String>) -> Self {
        Self::bad_param(param, "parameter_invalid", message)
    }

    /// Two parameters that cannot be given together.
    pub fn exclusive_params(one: &str, other: &str) -> Self {
        Self::bad_param(
            other,
            "parameters_exclusive",
            format!("Give only one of these parameters: {one}, {other}."),
        )
    }

    /// 404: nothing by that id, or not for this key. Both look the same on purpose.
    pub fn not_found(kind: &str, id: &str, param: &str) -> Self {
        let error = ApiError::new(
            ErrorType::InvalidRequestError,
            code::RESOURCE_MISSING,
            format!("No such {kind}: '{}'", shown(id)),
        );
        Self::new(StatusCode::NOT_FOUND, error.with_param(param))
    }

    /// 429: others held what the request needs for too long.
    fn lock_timeout() -> Self {
        let message = "Another request held what this one needs for too long. Send it again.";
        let error = ApiError::new(ErrorType::ApiError, "lock_timeout", message);
        Self::new(StatusCode::TOO_MANY_REQUESTS, error).with_retry_after(1).before_execution()
    }

    /// 503: the request never got to the database.
    fn unavailable() -> Self {
        let message = "The server cannot reach its database now. Send the request again.";
        let error = ApiError::new(ErrorType::ApiError, "service_unavailable", message);
        Self::new(StatusCode::SERVICE_UNAVAILABLE, error).with_retry_after(1).before_execution()
    }

    /// 500: logs the source, shows nothing of it.
    pub fn internal(source: impl std::error::Error) -> Self {
        tracing::error!(error = %chain(&source), "request failed");
        let error = ApiError {
            kind: ErrorType::ApiError,
            code: None,
            message: Some("Something went wrong on the server. The request can be tried again.".into()),
            param: None,
            extra_fields: None,
        };
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error)
    }
}

/// An id as an error may repeat it: what cannot be an id is not echoed, so that a secret pasted
/// into the wrong place stays out of messages and logs.
fn shown(id: &str) -> &str {
    let harmless = id.len() <= 80
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
        && !["_secret_", "sk_", "pk_", "rk_", "whsec_"].iter().any(|mark| id.contains(mark));
    if harmless { id } else { "…" }
}

/// The error and what caused it, on one line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// For the command line, which has no envelope.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.error.message.as_deref().unwrap_or_default())
    }
}

impl std::error::Error for Failure {}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        if store::is_contended(&error) {
            tracing::warn!(%error, "another request was in the way for too long");
            return Self::lock_timeout();
        }
        if matches!(error, sqlx::Error::PoolTimedOut) {
            tracing::error!("no connection to the database: it cannot be reached, or all are in use");
            return Self::unavailable();
        }
        Self::internal(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        // A conflict, a limit or a failure of the server may go away; anything else will not.
        let passing = [StatusCode::CONFLICT, StatusCode::TOO_MANY_REQUESTS].contains(&self.status);
        let retry = passing || self.status.is_server_error();
        let mut response = (self.status, Json(ErrorEnvelope { error: *self.error })).into_response();
        let value = HeaderValue::from_static(if retry { "true" } else { "false" });
        response.headers_mut().insert("stripe-should-retry", value);
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        if self.before_execution {
            response.extensions_mut().insert(BeforeExecution);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_that_never_got_to_the_database_had_not_begun() {
        let waited = Failure::from(sqlx::Error::PoolTimedOut);
        assert_eq!(waited.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(waited.before_execution && waited.error.is("service_unavailable"));
        let failed = Failure::from(sqlx::Error::RowNotFound);
        assert_eq!((failed.status, failed.before_execution), (StatusCode::INTERNAL_SERVER_ERROR, false));
    }

    #[test]
    fn ids_are_echoed_and_secrets_are_not() {
        let text = |id: &str| Failure::not_found("customer", id, "id").error.message.expect("a message");
        assert_eq!(text("cus_123"), "No such customer: 'cus_123'");
        for secret in ["sk_test_123", "fcsess_client_secret_123", "<script>"] {
            assert_eq!(text(secret), "No such customer: '…'", "{secret}");
        }
    }
}
