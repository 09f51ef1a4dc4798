//! A form that a page of this house posted: whatever another site makes a browser send is refused here.

use axum::{
    Form,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{browser::Browser, page::Start};
use crate::{AppState, Failure, locale::Locale, person_page::language, store::saved_visits::VisitRow};

/// As forms send it. No `Debug`: a code may be in it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Filled {
    token: String,
    pub email: String,
    pub code: String,
    pub account: String,
}

/// A form of this browser's.
pub(super) struct Posted {
    pub browser: Browser,
    pub visit: Option<VisitRow>,
    pub filled: Filled,
    pub locale: Locale,
}

impl FromRequest<AppState> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let headers = request.headers().clone();
        let (browser, locale) = (Browser::of(&headers, &state.origins), language(&headers));
        let filled = Form::<Filled>::from_request(request, state).await;
        let Form(filled) = filled.map_err(IntoResponse::into_response)?;
        if !is_from_here(&headers) || !browser.made(&filled.token) {
            let start = Start { wrong: Some(locale.saved_stale()), ..Start::default() };
            return Err(start.draw(state, &browser, locale, StatusCode::FORBIDDEN).into_response());
        }
        let visit = browser.visit(state).await.map_err(Failure::into_response)?;
        Ok(Self { browser, visit, filled, locale })
    }
}

/// What the browser itself says, where it does. `Origin` is "null" under our referrer policy.
fn is_from_here(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin")
}
