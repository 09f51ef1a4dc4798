//! `GET /link/{handle}`: the way into the full page.

use axum::{
    extract::{Path, RawQuery, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use cookie::{Cookie, SameSite};

use super::Pages;
use crate::flow_api::page_cookie;

/// What of the address is kept.
const LOOK: [&str; 2] = ["locale", "theme"];
/// A language tag is shorter.
const LONGEST_LOOK: usize = 35;

/// Takes the handle out of the address: it goes into a cookie that no script reads, and the person
/// goes on to `/link`, an address that may be shared, logged and kept in the history.
///
/// Whether the handle is any session's is for the flow's API to say; here all look the same.
pub async fn open(
    State(pages): State<Pages>,
    Path(handle): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let plausible = (24..=64).contains(&handle.len()) && handle.bytes().all(|b| b.is_ascii_alphanumeric());
    let onward = Redirect::to(&onward(query.as_deref().unwrap_or_default()));
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

/// `/link` with the language and the colours that the merchant asked for; nothing else is carried on.
fn onward(query: &str) -> String {
    let kept: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(name, value)| LOOK.contains(&name.as_ref()) && value.len() <= LONGEST_LOOK)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if kept.is_empty() {
        return "/link".to_owned();
    }
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
    format!("/link?{query}")
}

#[cfg(test)]
mod tests {
    use super::onward;

    #[test]
    fn language_and_colours_go_on_and_nothing_else() {
        assert_eq!(onward(""), "/link");
        assert_eq!(onward("next=//evil.test"), "/link");
        assert_eq!(onward("locale=fr-CA&theme=dark&key=1"), "/link?locale=fr-CA&theme=dark");
        assert_eq!(onward("locale=%0d%0aSet-Cookie:x"), "/link?locale=%0D%0ASet-Cookie%3Ax");
        assert_eq!(onward(&format!("locale={}", "x".repeat(100))), "/link");
    }
}
