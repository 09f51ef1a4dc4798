//! `GET /link/{handle}`: the way into the full page.

use axum::{
    extract::{Path, RawQuery, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use cookie::{Cookie, SameSite, time::Duration};

use super::Pages;
use crate::flow_api::Page;

/// What of the address is kept.
const LOOK: [&str; 2] = ["locale", "theme"];
/// A language tag is shorter.
const LONGEST_LOOK: usize = 35;

/// Takes the handle out of the address: it goes into a cookie that no script reads, and the person
/// goes on to `/link?page=…`, an address that may be shared, logged and kept in the history, and that
/// a browser can load again, also after it was ended in between.
///
/// Whether the handle is any session's is for the flow's API to say; here all look the same.
pub async fn open(
    State(pages): State<Pages>,
    Path(handle): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let plausible = (24..=64).contains(&handle.len()) && handle.bytes().all(|b| b.is_ascii_alphanumeric());
    if !plausible {
        return Redirect::to("/link").into_response();
    }
    let page = Page::of(&handle);
    let onward = Redirect::to(&onward(&page, query.as_deref().unwrap_or_default()));
    let origins = &pages.app.origins;
    let cookie = Cookie::build((page.cookie(origins), handle))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(origins.cookies_are_secure())
        .max_age(Duration::seconds(pages.app.config.session_ttl_seconds))
        .build();
    ([(header::SET_COOKIE, cookie.to_string())], onward).into_response()
}

/// The page with the language and the colours that the merchant asked for; nothing else is carried on.
fn onward(page: &Page, query: &str) -> String {
    let kept: Vec<_> = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(name, value)| LOOK.contains(&name.as_ref()) && value.len() <= LONGEST_LOOK)
        .collect();
    page.address(kept.iter().map(|(name, value)| (&**name, &**value)))
}

#[cfg(test)]
mod tests {
    use super::{Page, onward};

    #[test]
    fn language_and_colours_go_on_and_nothing_else() {
        let page = Page::of("handle");
        let plain = page.address([]);
        let onward = |query: &str| onward(&page, query).replace(&plain, "");
        assert_eq!(onward(""), "");
        assert_eq!(onward("next=//evil.test&page=other"), "");
        assert_eq!(onward("locale=fr-CA&theme=dark&key=1"), "&locale=fr-CA&theme=dark");
        assert_eq!(onward("locale=%0d%0aSet-Cookie:x"), "&locale=%0D%0ASet-Cookie%3Ax");
        assert_eq!(onward(&format!("locale={}", "x".repeat(100))), "");
    }
}
