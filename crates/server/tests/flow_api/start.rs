//! `GET /auth/{handle}`: the pop-up opens.

use linkspan_wire::{
    Permission,
    link::{AuthSession, AuthStatus},
};
use reqwest::{StatusCode, header};

use crate::{
    bank,
    support::{
        App, Browser, Link,
        browser::{param, sent_to},
    },
};

/// The address that the pop-up opens.
async fn address(link: &Link<'_>) -> String {
    link.consent().await;
    let begun: AuthSession = link.choose(bank::OAUTH).await.ok();
    begun.url.expect("an address")
}

#[tokio::test]
async fn the_browser_is_made_known_and_sent_to_the_bank() {
    let app = App::start().await;
    let permissions = vec![Permission::Balances, Permission::Transactions];
    let link = Link::new(&app, |row| row.permissions = permissions.into()).await;
    let url = address(&link).await;
    let response = Browser::new().open(&url).await;
    let to = sent_to(&response);
    assert_eq!(to.origin().ascii_serialization(), app.state.origins.bank);
    assert_eq!(to.path(), format!("/{}/authorize", bank::OAUTH));
    for (name, value) in [
        ("response_type", "code"),
        ("code_challenge_method", "S256"),
        ("scope", "balances transactions"),
        ("merchant", "Shop"),
        ("ui_locales", "en"),
        ("redirect_uri", &format!("{}/auth/callback", app.state.origins.flow)),
    ] {
        assert_eq!(param(&to, name), value);
    }
    assert_eq!(param(&to, "code_challenge").len(), 43);
    assert!(param(&to, "state").len() >= 24);
    for secret in [&link.session.client_secret, &link.merchant.publishable_key, &link.session.id] {
        assert!(!to.as_str().contains(&**secret));
    }
    let cookie = response.headers()[header::SET_COOKIE].to_str().expect("text").to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/auth", "Max-Age=900"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "loopback speaks no TLS: {cookie}");
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(response.headers()[header::REFERRER_POLICY], "no-referrer");
    let value = cookie.split(['=', ';']).nth(1).expect("a value");
    let stored: String = sqlx::query_scalar("SELECT browser_hash FROM auth_sessions")
        .fetch_one(app.state.store.pool())
        .await
        .expect("a row");
    assert_eq!(stored, linkspan_server::ids::sha256_hex(value));
}

#[tokio::test]
async fn the_same_browser_may_begin_anew_and_another_may_not() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let url = address(&link).await;
    let browser = Browser::new();
    let first = browser.start(&url).await;
    let second = browser.start(&url).await;
    assert_ne!(param(&first, "state"), param(&second, "state"));
    assert_ne!(param(&first, "code_challenge"), param(&second, "code_challenge"));

    let stranger = Browser::new();
    assert_eq!(stranger.open(&url).await.status(), StatusCode::BAD_REQUEST);
    let back = browser.allow(&first).await;
    assert_eq!(browser.open_from(back.as_str(), "cross-site").await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(app.desk.asked("/token"), 0, "the first state is no more");
    let back = browser.allow(&second).await;
    assert_eq!(browser.open_from(back.as_str(), "cross-site").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn an_address_that_was_sent_to_somebody_opens_nothing() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let url = address(&link).await;
    for site in ["cross-site", "none", "nonsense"] {
        assert_eq!(Browser::new().open_from(&url, site).await.status(), StatusCode::BAD_REQUEST, "{site}");
    }
    // Nothing was used up by it.
    Browser::new().start(&url).await;

    // A full page may run inside an app, whose windows open in the system's browser.
    let page = Link::new(&app, |row| row.return_url = Some("https://shop.example/".into())).await;
    let url = address(&page).await;
    assert_eq!(Browser::new().open_from(&url, "cross-site").await.status(), StatusCode::BAD_REQUEST);
    sent_to(&Browser::new().open_from(&url, "none").await);
}

#[tokio::test]
async fn a_merchants_own_page_may_open_the_window() {
    let app = App::start().await;
    let merchant = app.merchant_at("Shop", &["https://shop.example"]).await;
    let customer = app.customer(&merchant).await;
    let link = Link::of(&app, &merchant, &customer, |_| {}).await;
    let url = address(&link).await;
    for page in ["https://shop.example.evil.test/", "https://evil.test/?https://shop.example", "", "x"] {
        assert_eq!(
            Browser::new().open_from_page(&url, page).await.status(),
            StatusCode::BAD_REQUEST,
            "{page}"
        );
    }
    sent_to(&Browser::new().open_from_page(&url, "https://shop.example/checkout?cart=1").await);
}

#[tokio::test]
async fn what_only_looks_ahead_uses_nothing_up() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let url = address(&link).await;
    let http = &app.http;
    let prefetch = http.get(&url).header("sec-purpose", "prefetch").send().await.expect("an answer");
    assert_eq!(prefetch.status(), StatusCode::BAD_REQUEST);
    assert_eq!(http.head(&url).send().await.expect("an answer").status(), StatusCode::BAD_REQUEST);
    Browser::new().start(&url).await;
}

#[tokio::test]
async fn what_is_over_opens_nothing() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let cancelled = address(&link).await;
    let id = link.manifest().await.active_auth_session.expect("it").id;
    link.cancel(&id).await.ok::<AuthSession>();
    let late = address(&link).await;
    let unknown = format!("{}/auth/nothing", app.state.origins.flow);
    app.clock.advance(15 * 60);
    let mut pages = Vec::new();
    for url in [cancelled, late, unknown] {
        let response = Browser::new().open(&url).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{url}");
        assert!(response.headers().get(header::SET_COOKIE).is_none());
        let nonce = nonce(&response);
        pages.push(response.text().await.expect("a page").replace(&nonce, ""));
    }
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:?}");
}

/// The nonce of a page, its policy checked on the way.
fn nonce(response: &reqwest::Response) -> String {
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned();
    for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce").to_owned()
}

#[tokio::test]
async fn a_neutral_page_speaks_the_browsers_language() {
    let app = App::start().await;
    let url = format!("{}/auth/nothing", app.state.origins.flow);
    let page = async |languages: &str| {
        let sent = app.http.get(&url).header("accept-language", languages).send().await;
        sent.expect("an answer").text().await.expect("a page")
    };
    let french = page("fr-CA,fr;q=0.9,en;q=0.5").await;
    assert!(french.contains(r#"<html lang="fr">"#) && french.contains("fenêtre"), "{french}");
    assert!(page("de").await.contains(r#"<html lang="en">"#));
}

#[tokio::test]
async fn two_windows_of_one_browser_do_not_take_each_others_cookie() {
    let app = App::start().await;
    let (one, other) = (Link::new(&app, |_| {}).await, Link::new(&app, |_| {}).await);
    let browser = Browser::new();
    let first = browser.start(&address(&one).await).await;
    let second = browser.start(&address(&other).await).await;
    for (link, to) in [(&one, first), (&other, second)] {
        let back = browser.allow(&to).await;
        assert_eq!(browser.open_from(back.as_str(), "cross-site").await.status(), StatusCode::OK);
        let active = link.manifest().await.active_auth_session.expect("it");
        assert_eq!(active.status, AuthStatus::Authorized);
    }
}
