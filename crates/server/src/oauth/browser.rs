//! Knowing the browser again in which a pop-up started.
//!
//! Each sign-in has a cookie of its own, so that two windows of one browser do not take each
//! other's away, and its value is new whatever the browser already had.

use axum::http::HeaderMap;
use cookie::{Cookie, SameSite, time::Duration};
use ctutils::CtEq;

use crate::{flow_api, ids, state::Origins, store::auth_sessions::AuthSessionRow};

/// As long as a sign-in may take.
const MAX_AGE: Duration = Duration::minutes(15);

/// Whether this is the browser in which the sign-in started.
pub(super) fn is_known(headers: &HeaderMap, origins: &Origins, row: &AuthSessionRow) -> bool {
    let Some(expected) = &row.browser_hash else { return false };
    flow_api::cookie(headers, &name(origins, &row.id))
        .is_some_and(|value| bool::from(ids::sha256_hex(&value).as_bytes().ct_eq(expected.as_bytes())))
}

/// The `Set-Cookie` value that makes this browser known.
pub(super) fn remember(origins: &Origins, id: &str, value: &str) -> String {
    let secure = origins.cookies_are_secure();
    Cookie::build((name(origins, id), value))
        .http_only(true)
        // Lax: the bank's redirect is a navigation of the window's top, which brings the cookie back.
        .same_site(SameSite::Lax)
        .secure(secure)
        .path(if secure { "/" } else { "/auth" })
        .max_age(MAX_AGE)
        .build()
        .to_string()
}

fn name(origins: &Origins, id: &str) -> String {
    origins.cookie_name(&format!("linkspan_auth_{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_tls_no_neighbouring_host_can_plant_the_cookie() {
        let origins = |flow: &str| Origins { flow: flow.into(), ..Origins::default() };
        let cookie = remember(&origins("https://link.example"), "bcsess_1", "value");
        assert!(cookie.starts_with("__Host-linkspan_auth_bcsess_1=value;"), "{cookie}");
        for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/;"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let plain = remember(&origins("http://127.0.0.1:4301"), "bcsess_1", "value");
        assert!(
            plain.starts_with("linkspan_auth_bcsess_1=value;") && plain.contains("Path=/auth"),
            "{plain}"
        );
    }
}
