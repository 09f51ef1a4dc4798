//! `GET /link/{handle}`: the way into the full page.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use cookie::{Cookie, SameSite};

use super::Pages;
use crate::flow_api::page_cookie;

/// Takes the handle out of the address: it goes into a cookie that no script reads, and the person
/// goes on to `/link`, an address that may be shared, logged and kept in the history.
///
/// Whether the handle is any session's is for the flow's API to say; here all look the same.
pub async fn open(State(pages): State<Pages>, Path(handle): Path<String>) -> Response {
    let plausible = (24..=64).contains(&handle.len()) && handle.bytes().all(|b| b.is_ascii_alphanumeric());
    let onward = Redirect::to("/link");
    if !plausible {
        return onward.into_response();
    }
    let flow = &pages.app.origins.flow;
    let cookie = Cookie::build((page_cookie(flow), handle))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(flow.starts_with("https://"))
        .build();
    ([(header::SET_COOKIE, cookie.to_string())], onward).into_response()
}
