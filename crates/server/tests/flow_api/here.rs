//! `POST /v1/connections/auth_sessions/here`: to the bank in the tab that the flow is in, and back.

use axum::http::StatusCode as Status;
use linkspan_server::{flow_api::Page, ids};
use linkspan_wire::link::{AuthSession, AuthStatus, Pane, PartnerAccounts, path};
use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use url::Url;

use crate::{
    bank,
    support::{
        App, Browser, Link,
        browser::{param, sent_to},
    },
};

const RETURN_URL: &str = "https://shop.example/linked?cart=1";
const HANDLE: &str = "handlehandlehandlehandle";

/// A flow in a page of the merchant's, whose session says where to come back to.
async fn in_a_page(app: &App) -> Link<'_> {
    Link::new(app, |row| row.return_url = Some(RETURN_URL.into())).await
}

/// A sign-in at the bank that is about to begin in the flow's tab.
async fn here(link: &Link<'_>) -> AuthSession {
    link.consent().await;
    let begun: AuthSession = link.choose(bank::OAUTH).await.ok();
    prepare(link, &begun.id).await
}

async fn prepare(link: &Link<'_>, id: &str) -> AuthSession {
    link.post(path::AUTH_SESSION_HERE, json!({ "auth_session": id })).await.ok()
}

fn address(auth: &AuthSession) -> &str {
    auth.url.as_deref().expect("an address")
}

/// Where the callback sends the tab. Not by a redirect to another origin: the policy of the bank's form
/// would refuse it.
async fn came_back(browser: &Browser, back: &Url) -> Url {
    let response = browser.open_from(back.as_str(), "cross-site").await;
    assert_eq!(response.headers()[header::REFERRER_POLICY], "no-referrer");
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    if response.status() == StatusCode::SEE_OTHER {
        let address = sent_to(&response);
        assert_eq!(address.origin(), back.origin());
        return address;
    }
    let page = response.text().await.expect("a page");
    assert!(!page.contains("<script"), "{page}");
    let (_, rest) = page.split_once(r#"content="0;url="#).unwrap_or_else(|| panic!("no way on in {page}"));
    let address = rest.split('"').next().expect("its end");
    assert!(page.contains(&format!(r#"<a href="{address}">"#)), "{page}");
    Url::parse(address).expect("an address")
}

#[tokio::test]
async fn a_merchants_page_is_come_back_to_just_as_the_session_says() {
    let app = App::start().await;
    let link = in_a_page(&app).await;
    let auth = here(&link).await;
    for secret in [&link.session.client_secret, &auth.id, &link.session.id] {
        assert!(!address(&auth).contains(&**secret));
    }
    let browser = Browser::new();
    let at_bank = browser.start(address(&auth)).await;
    assert!(link.manifest().await.active_auth_session.expect("it").opened, "a reload knows");
    let back = browser.allow(&at_bank).await;
    assert_eq!(came_back(&browser, &back).await.as_str(), RETURN_URL);

    let manifest = link.manifest().await;
    assert_eq!(manifest.next_pane, Pane::AccountPicker);
    let accounts: PartnerAccounts = link.accounts(&auth.id).await.ok();
    assert_eq!(accounts.data.len(), 10);
    // A second time: the same end, the same way back, nothing asked at the bank.
    assert_eq!(came_back(&browser, &back).await.as_str(), RETURN_URL);
    assert_eq!((app.desk.asked("/token"), app.desk.asked("/accounts")), (1, 1));
}

#[tokio::test]
async fn a_page_of_the_flow_is_come_back_to_as_it_was() {
    let app = App::start().await;
    let link = Link::new(&app, |row| {
        row.return_url = Some(RETURN_URL.into());
        row.page_handle_hash = Some(ids::sha256_hex(HANDLE));
    })
    .await;
    link.consent().await;
    let begun: AuthSession = link.choose(bank::OAUTH).await.ok();
    let page = Page::of(HANDLE);
    let name = page.address([]).split_once('=').expect("a name").1.to_owned();
    let ask = async |path: &str, body: Value| {
        let request = app.http.post(format!("{}{path}", app.state.origins.flow));
        let cookie = format!("{}={HANDLE}", page.cookie(&app.state.origins));
        let request = request.header("cookie", cookie).header("sec-fetch-site", "same-origin").json(&body);
        request.send().await.expect("an answer").json::<Value>().await.expect("json")
    };
    let asked = json!({ "page": name, "auth_session": begun.id, "theme": "dark" });
    let auth: AuthSession = serde_json::from_value(ask(path::AUTH_SESSION_HERE, asked).await).expect("it");
    let browser = Browser::new();
    let at_bank = browser.start(address(&auth)).await;
    let landed = came_back(&browser, &browser.allow(&at_bank).await).await;
    let expected = format!("{}{}&locale=en&theme=dark", app.state.origins.flow, page.address([]));
    assert_eq!(landed.as_str(), expected);
    let manifest = ask(path::SYNCHRONIZE, json!({ "page": param(&landed, "page"), "locale": "en" })).await;
    assert_eq!(manifest["next_pane"], "account_picker");
}

#[tokio::test]
async fn where_to_come_back_to_is_for_the_session_to_say() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let begun: AuthSession = link.choose(bank::OAUTH).await.ok();
    let ask = async |body: Value| link.post(path::AUTH_SESSION_HERE, body).await;
    ask(json!({ "auth_session": begun.id })).await.refused(400, "step_not_allowed");
    // A page's name beside a secret, or an address of one's own, changes nothing.
    let more =
        json!({ "auth_session": begun.id, "page": "0123456789abcdef", "return_url": "https://evil.test" });
    ask(more).await.refused(400, "step_not_allowed");

    let page = in_a_page(&app).await;
    page.consent().await;
    let form: AuthSession = page.choose(bank::CREDENTIALS).await.ok();
    page.post(path::AUTH_SESSION_HERE, json!({ "auth_session": form.id }))
        .await
        .refused(400, "step_not_allowed");
}

/// The handle by which the browser went decides, not what was asked for last.
#[tokio::test]
async fn a_window_that_opens_after_all_closes_itself() {
    let app = App::start().await;
    let link = in_a_page(&app).await;
    let auth = here(&link).await;
    let window = link.manifest().await.active_auth_session.expect("it").url.expect("an address");
    assert_ne!(window, address(&auth));
    let browser = Browser::new();
    let in_window = browser.start(&window).await;
    let back = browser.allow(&in_window).await;
    let response = browser.open_from(back.as_str(), "cross-site").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.text().await.expect("a page").contains("window.close()"));

    // And the other way round: the tab went last.
    let link = in_a_page(&app).await;
    let auth = here(&link).await;
    let window = link.manifest().await.active_auth_session.expect("it").url.expect("an address");
    let browser = Browser::new();
    browser.start(&window).await;
    let back = browser.allow(&browser.start(address(&auth)).await).await;
    assert_eq!(came_back(&browser, &back).await.as_str(), RETURN_URL);
}

#[tokio::test]
async fn a_no_or_a_failure_leads_back_and_is_told_once() {
    let app = App::start().await;
    for (error, expected) in [("access_denied", AuthStatus::Denied), ("server_error", AuthStatus::Failed)] {
        let link = in_a_page(&app).await;
        let auth = here(&link).await;
        let browser = Browser::new();
        let mut back = browser.allow(&browser.start(address(&auth)).await).await;
        let (state, issuer) = (param(&back, "state"), param(&back, "iss"));
        back.query_pairs_mut()
            .clear()
            .append_pair("error", error)
            .append_pair("state", &state)
            .append_pair("iss", &issuer);
        assert_eq!(came_back(&browser, &back).await.as_str(), RETURN_URL);
        let manifest = link.manifest().await;
        let ended = manifest.active_auth_session.expect("how it ended");
        assert_eq!((manifest.next_pane, ended.status), (Pane::PartnerAuth, expected));
        assert_eq!((ended.url, ended.opened), (None, false));
        let again = link.manifest().await;
        assert_eq!((again.next_pane, again.active_auth_session), (Pane::InstitutionPicker, None));
        link.choose(bank::OAUTH).await.ok::<AuthSession>();
    }
}

#[tokio::test]
async fn what_a_window_brought_is_told_once_as_well() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let begun: AuthSession = link.choose(bank::OAUTH).await.ok();
    let browser = Browser::new();
    let at_bank = browser.start(begun.url.as_deref().expect("an address")).await;
    let back = browser.decide(&at_bank, &[("action", "deny")]).await;
    assert_eq!(browser.open_from(back.as_str(), "cross-site").await.status(), StatusCode::OK);
    let seen: AuthSession = link.retrieve(&begun.id, true).await.ok();
    assert_eq!(seen.status, AuthStatus::Denied);
    assert_eq!(link.manifest().await.next_pane, Pane::InstitutionPicker, "the flow knows");
}

#[tokio::test]
async fn a_stranger_comes_back_to_nothing() {
    let app = App::start().await;
    let link = in_a_page(&app).await;
    let auth = here(&link).await;
    for site in ["cross-site", "nonsense"] {
        let response = Browser::new().open_from(address(&auth), site).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{site}");
    }
    let browser = Browser::new();
    let back = browser.allow(&browser.start(address(&auth)).await).await;
    let stranger = Browser::new().open_from(back.as_str(), "cross-site").await;
    assert_eq!(stranger.status(), StatusCode::BAD_REQUEST);
    assert!(stranger.headers().get(header::LOCATION).is_none());
    assert_eq!(app.desk.asked("/token"), 0);
    assert_eq!(came_back(&browser, &back).await.as_str(), RETURN_URL);
}

/// In the flow's own tab no other page is there to go on in.
#[tokio::test]
async fn an_address_that_is_over_leads_back_to_the_flow() {
    let app = App::start().await;
    let link = in_a_page(&app).await;
    let auth = here(&link).await;
    link.cancel(&auth.id).await.ok::<AuthSession>();
    assert_eq!(sent_to(&Browser::new().open(address(&auth)).await).as_str(), RETURN_URL);
    let stranger = Browser::new().open_from(address(&auth), "cross-site").await;
    assert_eq!(stranger.status(), StatusCode::BAD_REQUEST);
    let over: AuthSession = prepare(&link, &auth.id).await;
    assert_eq!((over.status, over.url), (AuthStatus::Cancelled, None), "told as it is");
}

#[tokio::test]
async fn a_yes_whose_answer_was_lost_on_the_way_counts() {
    let app = App::start().await;
    let link = in_a_page(&app).await;
    let auth = here(&link).await;
    let browser = Browser::new();
    let back = browser.allow(&browser.start(address(&auth)).await).await;
    let gate = app.desk.hold("/token");
    {
        // The network goes while the server asks the bank.
        let leaving = browser.open_from(back.as_str(), "cross-site");
        let asked = app.desk.until_asked("/token");
        tokio::select! { _ = leaving => panic!("the bank has not answered"), () = asked => {} }
    }
    gate.open();
    let seen: AuthSession = link.retrieve(&auth.id, true).await.ok();
    assert_eq!(seen.status, AuthStatus::Authorized);
    assert_eq!(came_back(&browser, &back).await.as_str(), RETURN_URL, "loading the page again helps");
    app.desk.break_path("/accounts", Status::BAD_GATEWAY);
    assert_eq!(link.manifest().await.next_pane, Pane::AccountPicker);
    link.accounts(&auth.id).await.ok::<PartnerAccounts>();
    link.complete().await.ok::<Value>();
}
