//! `GET /sharing/{handle}`

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::seen::Seen;
use crate::{
    AppState,
    failure::Answer,
    ids,
    locale::Locale,
    person_page::{language, respond},
};

#[derive(Template)]
#[template(path = "sharing.html")]
struct Page<'a> {
    l: Locale,
    nonce: &'a str,
    provider: &'a str,
    handle: &'a str,
    seen: &'a Seen,
    said: Said<'a>,
}

#[derive(Template)]
#[template(path = "sharing_missing.html")]
struct Missing<'a> {
    l: Locale,
    nonce: &'a str,
    provider: &'a str,
}

/// What the page says beside what there is.
#[derive(Clone, Copy, Default)]
pub(super) struct Said<'a> {
    /// What was done.
    pub done: Option<&'a str>,
    /// What was wrong with the deposits of an account.
    pub wrong: Option<Wrong<'a>>,
}

/// What was wrong with what was told of an account's deposits. No `Debug`: it has what was told.
#[derive(Clone, Copy)]
pub(super) struct Wrong<'a> {
    pub account: &'a str,
    pub text: &'a str,
    /// It is the code that was told, and not the amounts.
    pub code: bool,
    /// To be corrected and not typed again; a code is too short for that.
    pub amounts: [&'a str; 2],
}

impl Said<'_> {
    fn wrong_of(&self, account: &str) -> Option<Wrong<'_>> {
        self.wrong.filter(|wrong| wrong.account == account)
    }

    fn code_wrong_of(&self, account: &str) -> bool {
        self.wrong_of(account).is_some_and(|wrong| wrong.code)
    }

    fn amounts_wrong_of(&self, account: &str) -> bool {
        self.wrong_of(account).is_some_and(|wrong| !wrong.code)
    }

    fn amounts_of(&self, account: &str) -> [&str; 2] {
        self.wrong_of(account).map(|wrong| wrong.amounts).unwrap_or_default()
    }
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    match Seen::find(&state, &handle).await? {
        Some(seen) => draw(&state, &handle, &seen, Said::default()),
        None => missing(&state, &headers),
    }
}

/// The page as it stands.
pub(super) fn draw(state: &AppState, handle: &str, seen: &Seen, said: Said<'_>) -> Answer<Response> {
    let nonce = ids::new_secret("");
    let page =
        Page { l: seen.locale, nonce: &nonce, provider: &state.config.provider_name, handle, seen, said };
    let status = if said.wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    respond(status, &nonce, page.render())
}

/// There is no such agreement. Says the same whatever the reason is.
pub(super) fn missing(state: &AppState, headers: &HeaderMap) -> Answer<Response> {
    let nonce = ids::new_secret("");
    let page = Missing { l: language(headers), nonce: &nonce, provider: &state.config.provider_name };
    respond(StatusCode::NOT_FOUND, &nonce, page.render())
}
