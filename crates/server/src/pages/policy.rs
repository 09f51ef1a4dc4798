//! The headers that every answer of the flow's origin carries, and the policy of its pages.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::AppState;

/// For what is not a page: nothing may be loaded, and nobody may frame it.
const NOT_A_PAGE: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Two years, as browsers' preload lists ask for.
const HSTS: &str = "max-age=63072000; includeSubDomains";
/// Nothing that the flow needs.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), \
     gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), \
     xr-spatial-tracking=()";

/// The policy of a page that runs the flow: scripts and styles by nonce, WebAssembly, nothing from
/// elsewhere, no sink for texts as markup, and framed by none but `frame_ancestors`.
pub fn page_policy(nonce: &str, frame_ancestors: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'nonce-{nonce}'; img-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; \
         form-action 'none'; object-src 'none'; frame-ancestors {frame_ancestors}; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

/// Puts on every answer what its handler did not put on it.
pub async fn security_headers(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    unless_set(headers, header::CONTENT_SECURITY_POLICY, NOT_A_PAGE);
    unless_set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    unless_set(headers, header::REFERRER_POLICY, "no-referrer");
    unless_set(headers, header::CACHE_CONTROL, "no-store");
    unless_set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin-allow-popups");
    unless_set(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    unless_set(headers, HeaderName::from_static("permissions-policy"), PERMISSIONS);
    if state.origins.flow.starts_with("https://") {
        unless_set(headers, header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    response
}

fn unless_set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
