//! How it looks: `templates/saved_*.html`.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use super::{
    browser::{self, Browser},
    held::Held,
};
use crate::{AppState, Failure, codes, failure::Answer, ids, locale::Locale, person_page::respond};

#[derive(Template)]
#[template(path = "saved_start.html")]
struct StartPage<'a> {
    l: Locale,
    nonce: &'a str,
    provider: &'a str,
    token: &'a str,
    start: Start<'a>,
}

#[derive(Template)]
#[template(path = "saved_code.html")]
struct CodePage<'a> {
    l: Locale,
    nonce: &'a str,
    provider: &'a str,
    token: &'a str,
    email: &'a str,
    test: bool,
    said: Said<'a>,
}

#[derive(Template)]
#[template(path = "saved_list.html")]
struct ListPage<'a> {
    l: Locale,
    nonce: &'a str,
    provider: &'a str,
    token: &'a str,
    held: &'a Held,
    done: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "saved_forget.html")]
struct ForgetPage<'a> {
    l: Locale,
    nonce: &'a str,
    provider: &'a str,
    token: &'a str,
}

/// The page that asks for an address.
#[derive(Clone, Copy, Default)]
pub(super) struct Start<'a> {
    /// What was done.
    pub done: Option<&'a str>,
    /// What was wrong.
    pub wrong: Option<&'a str>,
    /// What was typed, when it was no address.
    pub email: &'a str,
}

impl Start<'_> {
    /// Any visit that the browser was on is over.
    pub(super) fn draw(
        self,
        state: &AppState,
        browser: &Browser,
        l: Locale,
        status: StatusCode,
    ) -> Answer<Response> {
        let (nonce, (token, cookie)) = (ids::new_secret(""), browser.outside(&state.origins));
        let page =
            StartPage { l, nonce: &nonce, provider: &state.config.provider_name, token: &token, start: self };
        with_cookie(respond(status, &nonce, page.render())?, cookie)
    }
}

/// What the page that asks for the code says beside that.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said<'a> {
    pub done: Option<&'a str>,
    pub wrong: Option<&'a str>,
}

pub(super) fn code(
    state: &AppState,
    browser: &Browser,
    l: Locale,
    (email, said): (&str, Said<'_>),
) -> Answer<Response> {
    let (nonce, token) = (ids::new_secret(""), browser.token());
    let test = !codes::are_real(state);
    let page = CodePage {
        l,
        nonce: &nonce,
        provider: &state.config.provider_name,
        token: &token,
        email,
        test,
        said,
    };
    let status = if said.wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    respond(status, &nonce, page.render())
}

pub(super) fn list(
    state: &AppState,
    browser: &Browser,
    l: Locale,
    held: &Held,
    done: Option<&str>,
) -> Answer<Response> {
    let (nonce, token) = (ids::new_secret(""), browser.token());
    let page =
        ListPage { l, nonce: &nonce, provider: &state.config.provider_name, token: &token, held, done };
    respond(StatusCode::OK, &nonce, page.render())
}

pub(super) fn forget(state: &AppState, browser: &Browser, l: Locale) -> Answer<Response> {
    let (nonce, token) = (ids::new_secret(""), browser.token());
    let page = ForgetPage { l, nonce: &nonce, provider: &state.config.provider_name, token: &token };
    respond(StatusCode::OK, &nonce, page.render())
}

/// The page that asks for an address, after the visit was ended.
pub(super) fn over(state: &AppState, browser: &Browser, l: Locale, start: Start<'_>) -> Answer<Response> {
    let status = if start.wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    with_cookie(start.draw(state, browser, l, status)?, Some(browser::off_visit(&state.origins)))
}

/// The answer with one more cookie.
pub(super) fn with_cookie(mut response: Response, cookie: Option<String>) -> Answer<Response> {
    if let Some(cookie) = cookie {
        let value = HeaderValue::try_from(cookie).map_err(Failure::internal)?;
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}
