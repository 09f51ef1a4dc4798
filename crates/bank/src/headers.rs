//! The headers of every answer.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::Response,
};

/// Nothing may run, be framed, be guessed or be kept, unless the answer says otherwise itself.
///
/// `Cross-Origin-Opener-Policy: same-origin` is what strict banks send: it cuts the window off from
/// whoever opened it, and the flow has to cope.
pub(crate) async fn harden(mut response: Response) -> Response {
    let defaults = [
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let headers = response.headers_mut();
    for (name, value) in defaults {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
