//! Who may ask: key and secret in the body, or the full page's cookie.

use linkspan_server::{flow_api::Page, ids};
use linkspan_wire::link::path;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{App, Link, link::post};

pub const HANDLE: &str = "a-handle-of-the-full-page-flow-0001";

#[tokio::test]
async fn whatever_does_not_fit_together_looks_the_same() {
    let app = App::start().await;
    let (one, other) = (Link::new(&app, |_| {}).await, Link::new(&app, |_| {}).await);
    let well_formed = format!("fcsess_client_secret_{}", "a".repeat(32));
    let pairs = [
        (&*one.merchant.publishable_key, &*other.session.client_secret),
        (&*one.merchant.publishable_key, &*well_formed),
        (&*one.merchant.publishable_key, "nonsense"),
        ("pk_test_nobody", &*one.session.client_secret),
        (&*one.session.client_secret, &*one.session.client_secret),
    ];
    let mut bodies = Vec::new();
    for (key, secret) in pairs {
        let body = json!({ "publishable_key": key, "client_secret": secret, "locale": "en" });
        let reply = post(&app, path::SYNCHRONIZE, &body).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        assert!(!reply.body.to_string().contains(secret) || secret == "nonsense");
        bodies.push(reply.body);
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:?}");
    assert_eq!(bodies[0]["error"]["code"], "resource_missing");
    assert_eq!(bodies[0]["error"]["param"], "client_secret");
}

#[tokio::test]
async fn two_merchants_do_not_meet() {
    let app = App::start().await;
    let (one, other) = (Link::new(&app, |_| {}).await, Link::new(&app, |_| {}).await);
    let mine = one.signed_in(crate::bank::CREDENTIALS).await;
    other.consent().await;
    for reply in [
        other.retrieve(&mine.id, false).await,
        other.cancel(&mine.id).await,
        other.accounts(&mine.id).await,
        other.select(&mine.id, &["bcacc_x"]).await,
        other.credentials(&mine.id, &[]).await,
    ] {
        reply.refused(404, "resource_missing");
    }
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    for (body, param) in [
        (json!({ "client_secret": link.session.client_secret, "locale": "en" }), "publishable_key"),
        (json!({ "publishable_key": link.merchant.publishable_key, "locale": "en" }), "client_secret"),
        (json!({ "locale": "en" }), "client_secret"),
        (link.keyed(json!({})), "locale"),
    ] {
        let error = post(&app, path::SYNCHRONIZE, &body).await.refused(400, "parameter_missing");
        assert_eq!(error.param.as_deref(), Some(param));
    }
}

#[tokio::test]
async fn a_secret_in_the_address_opens_nothing() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let url = format!(
        "{}{}?publishable_key={}&client_secret={}",
        app.state.origins.flow,
        path::SYNCHRONIZE,
        link.merchant.publishable_key,
        link.session.client_secret
    );
    let response = app.http.post(url).json(&json!({ "locale": "en" })).send().await.expect("an answer");
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}

/// The full page's request with these headers besides the cookie.
pub async fn with_cookie(app: &App, headers: &[(&str, &str)]) -> (StatusCode, Value) {
    of_page(app, &name(HANDLE), headers).await
}

/// The name of a handle's page.
fn name(handle: &str) -> String {
    Page::of(handle).address([]).split_once('=').expect("a name").1.to_owned()
}

async fn of_page(app: &App, page: &str, headers: &[(&str, &str)]) -> (StatusCode, Value) {
    let url = format!("{}{}", app.state.origins.flow, path::SYNCHRONIZE);
    let mut request = app.http.post(url).json(&json!({ "locale": "en", "page": page }));
    let cookie = Page::of(HANDLE).cookie(&app.state.origins);
    request = request.header("cookie", format!("other=1; {cookie}={HANDLE}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.expect("an answer");
    (response.status(), response.json().await.expect("json"))
}

#[tokio::test]
async fn the_full_pages_cookie_is_for_the_flows_own_pages() {
    let app = App::start().await;
    let link = Link::new(&app, |row| row.page_handle_hash = Some(ids::sha256_hex(HANDLE))).await;
    let flow = app.state.origins.flow.clone();
    for own in [("sec-fetch-site", "same-origin"), ("origin", &*flow)] {
        let (status, body) = with_cookie(&app, &[own]).await;
        assert_eq!((status, &body["id"]), (StatusCode::OK, &json!(link.session.id)));
    }
    let evil = [("sec-fetch-site", "same-site"), ("origin", "https://shop.example")];
    assert_eq!(with_cookie(&app, &evil).await.0, StatusCode::FORBIDDEN);
    assert_eq!(with_cookie(&app, &[]).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn two_cookies_of_one_name_open_nothing() {
    let app = App::start().await;
    Link::new(&app, |row| row.page_handle_hash = Some(ids::sha256_hex(HANDLE))).await;
    let planted = format!("{}=planted", Page::of(HANDLE).cookie(&app.state.origins));
    let (status, _) = with_cookie(&app, &[("sec-fetch-site", "same-origin"), ("cookie", &planted)]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

/// Two pages of the flow in one browser: each names its own session, whichever was opened last.
#[tokio::test]
async fn a_page_acts_in_its_own_session_only() {
    const OTHER: &str = "otherotherotherotherothero";
    let app = App::start().await;
    let link = Link::new(&app, |row| row.page_handle_hash = Some(ids::sha256_hex(HANDLE))).await;
    let other = Link::new(&app, |row| row.page_handle_hash = Some(ids::sha256_hex(OTHER))).await;
    let second = format!("{}={OTHER}", Page::of(OTHER).cookie(&app.state.origins));
    let both = [("sec-fetch-site", "same-origin"), ("cookie", &*second)];
    for (handle, expected) in [(HANDLE, &link), (OTHER, &other)] {
        let (status, body) = of_page(&app, &name(handle), &both).await;
        assert_eq!((status, &body["id"]), (StatusCode::OK, &json!(expected.session.id)));
    }
    for page in ["", "0123456789abcdef", "../../../../etc1"] {
        assert_eq!(of_page(&app, page, &both).await.0, StatusCode::BAD_REQUEST, "{page}");
    }
}
