//! What a pop-up can end on, and where a tab goes.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::{Failure, ids, locale::Locale, state::Origins};

#[derive(Template)]
#[template(path = "auth_window.html")]
struct Window<'a> {
    lang: &'a str,
    nonce: &'a str,
    title: &'a str,
    text: &'a str,
    closes: bool,
    onward: Option<Onward<'a>>,
}

/// In the flow's own tab: where the flow is.
struct Onward<'a> {
    address: &'a str,
    words: &'a str,
    /// Without a press.
    at_once: bool,
}

/// The sign-in has ended, one way or the other: the flow says which.
pub(super) fn done(tags: &str) -> Response {
    let l = Locale::of(tags);
    page(StatusCode::OK, l, l.window_done_title(), l.window_done_text(), true, None)
}

/// There is nothing to do in this window. Says the same whatever the reason is.
pub(super) fn neutral(l: Locale) -> Response {
    page(StatusCode::BAD_REQUEST, l, l.window_neutral_title(), l.window_neutral_text(), false, None)
}

/// The bank cannot be reached now. In the flow's own tab there is a way back to the flow.
pub(super) fn bank_away(tags: &str, back: Option<&str>) -> Response {
    let l = Locale::of(tags);
    let text = if back.is_some() { l.window_away_tab_text() } else { l.window_away_text() };
    let onward = back.map(|address| Onward { address, words: l.window_back(), at_once: false });
    page(StatusCode::BAD_GATEWAY, l, l.window_away_title(), text, false, onward)
}

/// From the bank back to where the flow is, in the flow's own tab. To a page of another origin not by a
/// redirect: the policy of a bank's form (`form-action`) holds for every redirect behind it, and it
/// knows this origin only.
pub(super) fn back(origins: &Origins, address: &str, tags: &str) -> Response {
    let ours = address.strip_prefix(&*origins.flow).is_some_and(|rest| rest.starts_with('/'));
    if let Some(response) = redirect(address, None).filter(|_| ours) {
        return response;
    }
    let l = Locale::of(tags);
    let onward = Onward { address, words: l.window_back(), at_once: true };
    page(StatusCode::OK, l, l.window_done_tab_title(), l.window_done_tab_text(), false, Some(onward))
}

/// On to an address that the server itself made or was given by the merchant's server.
pub(super) fn redirect(address: &str, cookie: Option<&str>) -> Option<Response> {
    // 303: a GET, whatever the browser did here.
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::try_from(address).ok()?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Some(cookie) = cookie {
        headers.insert(header::SET_COOKIE, HeaderValue::try_from(cookie).ok()?);
    }
    Some(response)
}

fn page(
    status: StatusCode,
    locale: Locale,
    title: &str,
    text: &str,
    closes: bool,
    onward: Option<Onward<'_>>,
) -> Response {
    let (lang, nonce) = (locale.tag(), ids::new_secret(""));
    let html = match (Window { lang, nonce: &nonce, title, text, closes, onward }).render() {
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
