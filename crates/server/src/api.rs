//! The merchant API: what a merchant's server and official SDKs ask, with a secret key.

pub mod accounts;
mod caller;
pub mod customers;
pub mod events;
mod expand;
mod idempotency;
mod listing;
pub mod metadata;
pub mod params;
pub mod sessions;
pub mod test_helpers;
pub mod webhook_endpoints;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::Response,
    routing::{get, post},
};
use linkspan_wire::{ApiError, ErrorType, error::code};
use tower_http::catch_panic::CatchPanicLayer;

pub use caller::Caller;

use crate::{AppState, Failure, panics, request_id};

/// All of the api origin.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/v1/customers", get(customers::list).post(customers::create))
        .route(
            "/v1/customers/{id}",
            get(customers::retrieve).post(customers::update).delete(customers::delete),
        )
        .route("/v1/financial_connections/sessions", post(sessions::create))
        .route("/v1/financial_connections/sessions/{id}", get(sessions::retrieve))
        .route("/v1/financial_connections/accounts", get(accounts::list))
        .route("/v1/financial_connections/accounts/{id}", get(accounts::retrieve))
        .route("/v1/financial_connections/accounts/{id}/disconnect", post(accounts::disconnect))
        .route("/v1/webhook_endpoints", get(webhook_endpoints::list).post(webhook_endpoints::create))
        .route(
            "/v1/webhook_endpoints/{id}",
            get(webhook_endpoints::retrieve)
                .post(webhook_endpoints::update)
                .delete(webhook_endpoints::delete),
        )
        .route("/v1/events", get(events::list))
        .route("/v1/events/{id}", get(events::retrieve))
        .route(
            "/v1/test_helpers/financial_connections/sessions/{id}/expire",
            post(test_helpers::expire_session),
        )
        .fallback(unknown_route)
        .method_not_allowed_fallback(unknown_route)
        .layer(from_fn_with_state(state.clone(), idempotency::replay))
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(from_fn(request_id::attach))
        .layer(axum::middleware::map_response(headers))
        .with_state(state)
}

async fn unknown_route(request: Request) -> Failure {
    let path = request.uri().path();
    let message = format!("Unrecognized request URL ({}: {}).", request.method(), shown_path(path));
    Failure::new(
        StatusCode::NOT_FOUND,
        ApiError::new(ErrorType::InvalidRequestError, code::RESOURCE_MISSING, message),
    )
}

/// A path as an error may repeat it: one that somebody pasted a key into is not.
fn shown_path(path: &str) -> &str {
    let harmless = path.len() <= 200
        && !["_secret_", "sk_", "pk_", "rk_", "whsec_"].iter().any(|mark| path.contains(mark));
    if harmless { path } else { "/…" }
}

/// Answers hold personal data and secrets: no cache keeps them, and no page may read them, so
/// there is no `Access-Control-Allow-Origin` here on purpose.
async fn headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    );
    response
}
