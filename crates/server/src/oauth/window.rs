//! The two pages that a pop-up can end on.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::{Failure, ids, locale::Locale};

#[derive(Template)]
#[template(path = "auth_window.html")]
struct Window<'a> {
    lang: &'a str,
    nonce: &'a str,
    title: &'a str,
    text: &'a str,
    closes: bool,
}

/// The sign-in has ended, one way or the other: the flow says which.
pub(super) fn done(tags: &str) -> Response {
    let l = Locale::of(tags);
    page(StatusCode::OK, l, l.window_done_title(), l.window_done_text(), true)
}

/// There is nothing to do in this window. Says the same whatever the reason is.
pub(super) fn neutral(tags: &str) -> Response {
    let l = Locale::of(tags);
    page(StatusCode::BAD_REQUEST, l, l.window_neutral_title(), l.window_neutral_text(), false)
}

/// The bank cannot be reached now.
pub(super) fn bank_away(tags: &str) -> Response {
    let l = Locale::of(tags);
    page(StatusCode::BAD_GATEWAY, l, l.window_away_title(), l.window_away_text(), false)
}

fn page(status: StatusCode, locale: Locale, title: &str, text: &str, closes: bool) -> Response {
    let (lang, nonce) = (locale.tag(), ids::new_secret(""));
    let html = match (Window { lang, nonce: &nonce, title, text, closes }).render() {
        Ok(html) => html,
        Err(error) => return Failure::internal(error).into_response(),
    };
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    );
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        ("cache-control", "no-store"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
