//! The merchant API: what a merchant's server and official SDKs ask, with a secret key.

pub mod accounts;
mod address;
pub mod authorizations;
mod caller;
pub mod charges;
pub mod customers;
mod endpoint;
pub mod events;
mod expand;
mod gate;
mod idempotency;
pub mod institutions;
pub(crate) mod listing;
pub mod metadata;
pub mod openapi;
pub mod params;
mod path;
pub mod payment_intents;
pub mod payment_methods;
pub mod sessions;
pub mod test_helpers;
pub mod tokens;
pub mod transactions;
pub mod webhook_attempts;
pub mod webhook_endpoints;
pub mod webhook_secrets;

use std::{collections::BTreeSet, sync::LazyLock};

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use linkspan_wire::{ApiError, ErrorType, error::code, event::API_VERSION};
use tower_http::catch_panic::CatchPanicLayer;

pub use caller::Caller;
pub use endpoint::Endpoint;

use self::gate::Gate;
use crate::{AppState, Failure, failure::Answer, operations, panics, request_id};

/// Every endpoint: the router and the document are made of these. A new one is declared beside its
/// handler.
pub fn endpoints() -> Vec<Endpoint> {
    [
        customers::endpoints(),
        sessions::endpoints(),
        accounts::endpoints(),
        transactions::endpoints(),
        institutions::endpoints(),
        authorizations::endpoints(),
        payment_methods::endpoints(),
        payment_intents::endpoints(),
        charges::endpoints(),
        tokens::endpoints(),
        webhook_endpoints::endpoints(),
        webhook_attempts::endpoints(),
        webhook_secrets::endpoints(),
        events::endpoints(),
        test_helpers::endpoints(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What restricted keys get permissions for.
pub fn resources() -> BTreeSet<&'static str> {
    endpoints().iter().map(|endpoint| endpoint.resource).collect()
}

/// All of the api origin.
pub fn router(state: AppState) -> Router {
    router_of(endpoints(), state)
}

/// The same with other endpoints.
pub fn router_of(endpoints: Vec<Endpoint>, state: AppState) -> Router {
    let gate = Gate::new(&state, &endpoints);
    let routes = endpoints.into_iter().fold(Router::new(), |router, endpoint| {
        let (path, pass) = (endpoint.path, gate.before(&endpoint));
        let answered_once = from_fn_with_state(state.clone(), idempotency::replay);
        // A panic is an answer before it reaches the idempotency key, which keeps it like any other.
        let handler = endpoint.handler.route_layer(CatchPanicLayer::custom(panics::answer));
        let handler = handler.route_layer(answered_once);
        router.route(path, handler.route_layer(from_fn_with_state(pass, gate::pass)))
    });
    routes
        .route(openapi::PATH, get(document))
        .merge(operations::health())
        .fallback(unknown_route)
        .method_not_allowed_fallback(unknown_route)
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(from_fn_with_state(state.clone(), request_id::attach))
        .layer(axum::middleware::map_response(headers))
        .with_state(state)
}

/// The description of this API, for whoever asks. Made once: it is not small, and the same for all.
async fn document() -> Answer<impl IntoResponse> {
    static TEXT: LazyLock<Result<String, serde_json::Error>> = LazyLock::new(|| openapi::text(&endpoints()));
    let text = TEXT.as_deref().map_err(Failure::internal)?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], text))
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
    headers.insert(gate::VERSION, HeaderValue::from_static(API_VERSION));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    );
    response
}
