//! `GET /sharing/{handle}`

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::seen::Seen;
use crate::{AppState, Failure, failure::Answer, ids, locale::Locale};

#[derive(Template)]
#[template(path = "sharing.html")]
struct Page<'a> {
    l: Locale,
    nonce: &'a str,
    handle: &'a str,
    seen: &'a Seen,
    said: Said<'a>,
}

#[derive(Template)]
#[template(path = "sharing_missing.html")]
struct Missing<'a> {
    l: Locale,
    nonce: &'a str,
}

/// What the page says beside what there is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said<'a> {
    /// What was done.
    pub done: Option<&'a str>,
    /// What was wrong with the deposits of an account, by its id.
    pub wrong: Option<(&'a str, &'a str)>,
}

impl Said<'_> {
    fn wrong_of(&self, account: &str) -> Option<&str> {
        self.wrong.filter(|(id, _)| *id == account).map(|(_, text)| text)
    }
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    match Seen::find(&state, &handle).await? {
        Some(seen) => draw(&handle, &seen, Said::default()),
        None => missing(&headers),
    }
}

/// The page as it stands.
pub(super) fn draw(handle: &str, seen: &Seen, said: Said<'_>) -> Answer<Response> {
    let nonce = ids::new_secret("");
    let page = Page { l: seen.locale, nonce: &nonce, handle, seen, said };
    let status = if said.wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    respond(status, &nonce, page.render())
}

/// There is no such agreement. Says the same whatever the reason is.
pub(super) fn missing(headers: &HeaderMap) -> Answer<Response> {
    let tags = headers.get(header::ACCEPT_LANGUAGE).and_then(|tags| tags.to_str().ok());
    let nonce = ids::new_secret("");
    let page = Missing { l: Locale::of(tags.unwrap_or_default()), nonce: &nonce };
    respond(StatusCode::NOT_FOUND, &nonce, page.render())
}

fn respond(status: StatusCode, nonce: &str, html: askama::Result<String>) -> Answer<Response> {
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    let policy = HeaderValue::try_from(policy).map_err(Failure::internal)?;
    let html = Html(html.map_err(Failure::internal)?);
    Ok((status, [(header::CONTENT_SECURITY_POLICY, policy)], html).into_response())
}
