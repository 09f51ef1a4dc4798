//! The browser: which visit it is on, and that a form was filled in on a page that it got from here.
//!
//! Two cookies, so that a page which is opened out of an e-mail, to which browsers send neither, does not
//! take away the visit of the page beside it.

use axum::http::HeaderMap;
use cookie::{Cookie, SameSite, time::Duration};
use ctutils::CtEq;

use super::SECONDS;
use crate::{
    AppState,
    failure::Answer,
    flow_api, ids,
    state::Origins,
    store::saved_visits::{self, VisitRow},
};

/// Names the visit.
const VISIT: &str = "linkspan_saved";
/// Stands in for it on forms, while there is none.
const FORM: &str = "linkspan_saved_form";

/// A browser that asks for the page.
pub(super) struct Browser {
    visit: Option<String>,
    form: Option<String>,
}

impl Browser {
    pub(super) fn of(headers: &HeaderMap, origins: &Origins) -> Self {
        let cookie = |name| flow_api::cookie(headers, &origins.cookie_name(name));
        Self { visit: cookie(VISIT), form: cookie(FORM) }
    }

    /// The visit that it is on, while that lasts.
    pub(super) async fn visit(&self, state: &AppState) -> Answer<Option<VisitRow>> {
        let Some(token) = &self.visit else { return Ok(None) };
        Ok(saved_visits::find(state.store.pool(), token, state.now()).await?)
    }

    /// The token for forms of a visit.
    pub(super) fn token(&self) -> String {
        token_of(self.visit.as_deref().unwrap_or_default())
    }

    /// The token for forms outside a visit, and the cookie to set for it where there is none yet.
    pub(super) fn outside(&self, origins: &Origins) -> (String, Option<String>) {
        if let Some(value) = &self.form {
            return (token_of(value), None);
        }
        let value = ids::new_secret("");
        (token_of(&value), Some(set(FORM, &value, None, origins)))
    }

    /// Whether a form with this token was made for this browser.
    pub(super) fn made(&self, token: &str) -> bool {
        let is = |value: &String| bool::from(token_of(value).as_bytes().ct_eq(token.as_bytes()));
        self.visit.as_ref().is_some_and(is) || self.form.as_ref().is_some_and(is)
    }
}

/// The `Set-Cookie` value that puts a browser on a visit.
pub(super) fn on_visit(token: &str, origins: &Origins) -> String {
    set(VISIT, token, Some(Duration::seconds(SECONDS)), origins)
}

/// The one that takes it off.
pub(super) fn off_visit(origins: &Origins) -> String {
    set(VISIT, "", Some(Duration::ZERO), origins)
}

/// Of what the cookie says nothing can be learned from the page.
fn token_of(cookie: &str) -> String {
    ids::sha256_hex(&format!("form of {cookie}"))
}

fn set(name: &str, value: &str, age: Option<Duration>, origins: &Origins) -> String {
    let cookie = Cookie::build((origins.cookie_name(name), value))
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(origins.cookies_are_secure())
        .path("/");
    match age {
        Some(age) => cookie.max_age(age).build(),
        None => cookie.build(),
    }
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_tls_no_neighbouring_host_can_plant_the_cookie() {
        let origins = |flow: &str| Origins { flow: flow.into(), ..Origins::default() };
        let cookie = on_visit("value", &origins("https://link.example"));
        assert!(cookie.starts_with("__Host-linkspan_saved=value;"), "{cookie}");
        for part in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/", "Max-Age=900"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let plain = on_visit("value", &origins("http://127.0.0.1:4301"));
        assert!(plain.starts_with("linkspan_saved=value;") && !plain.contains("Secure"), "{plain}");
    }

    #[test]
    fn a_form_is_made_for_one_browser() {
        let browser = |visit: Option<&str>, form: Option<&str>| Browser {
            visit: visit.map(str::to_owned),
            form: form.map(str::to_owned),
        };
        let one = browser(Some("one"), None);
        assert!(one.made(&one.token()) && !browser(Some("two"), None).made(&one.token()));
        assert!(!browser(None, None).made(&browser(None, None).token()), "nothing is no cookie");
    }
}
