//! The two pages that a pop-up can end on.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::{Failure, ids};

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
pub(super) fn done(locale: &str) -> Response {
    let (lang, title, text) = if is_french(locale) {
        ("fr", "Vous pouvez fermer cette fenêtre", "Continuez dans la page où vous avez commencé.")
    } else {
        ("en", "You can close this window", "Go on in the page where you started.")
    };
    page(StatusCode::OK, lang, title, text, true)
}

/// There is nothing to do in this window. Says the same whatever the reason is.
pub(super) fn neutral(locale: &str) -> Response {
    let (lang, title, text) = if is_french(locale) {
        ("fr", "Cette fenêtre ne sert plus", "Fermez-la et continuez dans la page où vous avez commencé.")
    } else {
        ("en", "This window is no longer in use", "Close it and go on in the page where you started.")
    };
    page(StatusCode::BAD_REQUEST, lang, title, text, false)
}

/// The bank cannot be reached now.
pub(super) fn bank_away(locale: &str) -> Response {
    let (lang, title, text) = if is_french(locale) {
        (
            "fr",
            "La banque ne répond pas",
            "Fermez cette fenêtre et continuez dans la page où vous avez commencé.",
        )
    } else {
        ("en", "The bank does not answer", "Close this window and go on in the page where you started.")
    };
    page(StatusCode::BAD_GATEWAY, lang, title, text, false)
}

fn is_french(locale: &str) -> bool {
    locale.trim_start().get(..2).is_some_and(|language| language.eq_ignore_ascii_case("fr"))
}

fn page(status: StatusCode, lang: &str, title: &str, text: &str, closes: bool) -> Response {
    let nonce = ids::new_secret("");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_follows_the_tag() {
        assert!(is_french("fr-CA") && is_french(" FR, en;q=0.5"));
        assert!(!is_french("en") && !is_french("f") && !is_french("é"));
    }
}
