//! One id for each request: in its answer, in its log lines, in the events it causes.

use std::time::Instant;

use axum::{
    extract::{FromRequestParts, MatchedPath, Request},
    http::{HeaderValue, request::Parts},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use crate::{Failure, ids};

/// `req_…`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

/// Gives the request its id, logs that it was answered, and puts the id into the answer.
///
/// The log has the route and not the address: addresses carry handles, ids and queries.
pub async fn attach(mut request: Request, next: Next) -> Response {
    let id = ids::new_id("req_");
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(no route)".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", id, method = %request.method(), route);
    request.extensions_mut().insert(RequestId(id.clone()));
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| {
        tracing::info!(status = response.status().as_u16(), millis = millis_since(begun), "answered");
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("request-id", value);
    }
    response
}

fn millis_since(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}

impl<S: Send + Sync> FromRequestParts<S> for RequestId {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self(ids::new_id("req_"))))
    }
}
