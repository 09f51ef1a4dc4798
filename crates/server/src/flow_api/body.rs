//! The JSON body of a request, at most 64 KiB.

use axum::{
    body::to_bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
};
use linkspan_wire::{ApiError, ErrorType};
use serde::de::DeserializeOwned;

use crate::Failure;

/// No request of the flow is longer.
pub const LONGEST: usize = 64 * 1024;

/// The JSON body of a request.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Failure> {
        // Only JSON: a form of another site cannot send it without asking first.
        if !is_json(request.headers()) {
            let error = ApiError::new(
                ErrorType::InvalidRequestError,
                "content_type_invalid",
                "Send the body as application/json.",
            );
            return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, error));
        }
        let bytes = to_bytes(request.into_body(), LONGEST).await.map_err(|_| {
            let error = ApiError::new(
                ErrorType::InvalidRequestError,
                "body_too_long",
                format!("The body is longer than {LONGEST} bytes or broke off."),
            );
            Failure::new(StatusCode::PAYLOAD_TOO_LARGE, error)
        })?;
        let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(|error| {
            Failure::bad_request(
                "body_invalid",
                format!("The body is not JSON (line {}, column {}).", error.line(), error.column()),
            )
        })?;
        if !value.is_object() {
            return Err(Failure::bad_request("body_invalid", "The body must be a JSON object."));
        }
        if holds_nul(&value) {
            return Err(Failure::bad_request("body_invalid", "A text in the body holds the character NUL."));
        }
        T::deserialize(value).map(Self).map_err(|error| mismatch(&error.to_string()))
    }
}

/// No database keeps it in a text, and nobody types it.
fn holds_nul(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => text.contains('\0'),
        serde_json::Value::Array(items) => items.iter().any(holds_nul),
        serde_json::Value::Object(fields) => fields.values().any(holds_nul),
        _ => false,
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else {
        return false;
    };
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// What does not fit, without any value that was sent: it may be a password.
fn mismatch(problem: &str) -> Failure {
    if let Some(field) = problem.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        return Failure::missing_param(field);
    }
    let expected = problem.rsplit_once(", expected ").map_or("another kind of value", |(_, kind)| kind);
    Failure::bad_request(
        "body_invalid",
        format!("A value in the body has the wrong kind: expected {expected}."),
    )
}

#[cfg(test)]
mod tests {
    use axum::body::Body as HttpBody;
    use linkspan_wire::link::{SearchInstitutions, SubmitCredentials};

    use super::*;

    async fn refused<T: DeserializeOwned>(body: &str) -> ApiError {
        let request = Request::post("/")
            .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
            .body(HttpBody::from(body.to_owned()))
            .expect("a request");
        let failure = Body::<T>::from_request(request, &()).await.err().expect("a refusal");
        assert_eq!(failure.status, StatusCode::BAD_REQUEST);
        *failure.error
    }

    #[tokio::test]
    async fn the_problem_is_named_and_no_value_is() {
        let missing = refused::<SearchInstitutions>(r#"{"limit": 3}"#).await;
        assert_eq!(missing.param.as_deref(), Some("query"));
        let wrong = refused::<SubmitCredentials>(r#"{"auth_session": "a", "values": "hunter2"}"#).await;
        let message = wrong.message.expect("a message");
        assert!(message.contains("expected a sequence") && !message.contains("hunter2"), "{message}");
        let nul = r#"{"auth_session": "a", "values": [{"name": "code", "value": "1\u0000"}]}"#;
        let nul = refused::<SubmitCredentials>(nul).await;
        assert!(nul.message.expect("a message").contains("NUL"));
        let broken = refused::<SearchInstitutions>("{\"query\": ").await;
        assert!(broken.message.expect("a message").contains("not JSON"));
    }

    #[tokio::test]
    async fn what_is_too_long_or_not_json_is_refused() {
        let send = async |kind: &str, body: String| {
            let request =
                Request::post("/").header(header::CONTENT_TYPE, kind).body(body.into()).expect("a request");
            Body::<SearchInstitutions>::from_request(request, &()).await.err().expect("a refusal").status
        };
        let long = " ".repeat(LONGEST + 1);
        assert_eq!(send("application/json", long).await, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(send("text/plain", "{}".into()).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
}
