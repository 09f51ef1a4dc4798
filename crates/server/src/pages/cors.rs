//! Which pages of other origins may call the flow's API: those that run the flow in themselves,
//! on origins that some merchant allows.

use axum::http::{HeaderValue, Method, header, request::Parts};
use std::time::Duration;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::{AppState, allowed_origin, store::merchants};

/// For the paths below `/v1`. No credentials: a cookie names a session only to the flow's own pages.
pub fn layer(state: AppState) -> CorsLayer {
    let allow = AllowOrigin::async_predicate(move |origin: HeaderValue, _: &Parts| {
        let state = state.clone();
        async move { allowed(&state, &origin).await }
    });
    CorsLayer::new()
        .allow_origin(allow)
        .allow_methods([Method::POST])
        .allow_headers([header::CONTENT_TYPE])
        .expose_headers([header::HeaderName::from_static("request-id")])
        .max_age(Duration::from_mins(10))
}

async fn allowed(state: &AppState, origin: &HeaderValue) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    // Nearly all calls are the flow's own, which no browser asks about.
    if origin == state.origins.flow {
        return true;
    }
    match merchants::allowed_origins(state.store.pool()).await {
        Ok(lists) => lists.iter().any(|list| allowed_origin::any_matches(list, origin)),
        Err(error) => {
            tracing::error!(%error, "allowed origins cannot be read");
            false
        }
    }
}
