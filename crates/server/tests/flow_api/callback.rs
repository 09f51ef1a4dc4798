//! `GET /auth/callback`: the bank sends the pop-up back.

use axum::http::StatusCode as Status;
use linkspan_wire::link::{AuthSession, AuthStatus, Completed, Manifest, Pane, PartnerAccounts};
use reqwest::{StatusCode, header};
use url::Url;

use crate::{
    bank,
    support::{App, Browser, Link, browser::param},
};

/// A pop-up whose person said yes and whose browser is about to come back.
struct Popup {
    id: String,
    browser: Browser,
    back: Url,
}

async fn popup(link: &Link<'_>) -> Popup {
    link.consent().await;
    let begun: AuthSession = link.choose(bank::OAUTH).await.ok();
    let browser = Browser::new();
    let at_bank = browser.start(begun.url.as_deref().expect("an address")).await;
    let back = browser.allow(&at_bank).await;
    Popup { id: begun.id, browser, back }
}

impl Popup {
    async fn come_back(&self) -> StatusCode {
        self.browser.open_from(self.back.as_str(), "cross-site").await.status()
    }

    /// The way back with another value for a parameter.
    fn with(&self, name: &str, value: &str) -> Url {
        let mut url = self.back.clone();
        let pairs: Vec<(String, String)> = self.back.query_pairs().into_owned().collect();
        url.query_pairs_mut().clear().extend_pairs(
            pairs.iter().map(|(key, old)| (key.as_str(), if key == name { value } else { old.as_str() })),
        );
        url
    }

    /// Whether this way back is turned away without any effect.
    async fn refuses(&self, link: &Link<'_>, url: &Url) {
        let response = self.browser.open_from(url.as_str(), "cross-site").await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{url}");
        assert_eq!(link.app.desk.asked("/token"), 0, "{url}");
        let seen: AuthSession = link.retrieve(&self.id, false).await.ok();
        assert_eq!(seen.status, AuthStatus::Pending, "{url}");
    }
}

#[tokio::test]
async fn a_yes_leads_to_linked_accounts() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let popup = popup(&link).await;
    let response = popup.browser.open_from(popup.back.as_str(), "cross-site").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["cross-origin-opener-policy"], "same-origin");
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    let page = response.text().await.expect("a page");
    assert!(page.contains("You can close this window") && page.contains("window.close()"), "{page}");
    for secret in
        [param(&popup.back, "code"), param(&popup.back, "state"), link.session.client_secret.clone()]
    {
        assert!(!page.contains(&secret));
    }
    assert!(!page.contains("opener") && !page.contains("postMessage"));

    let seen: AuthSession = link.retrieve(&popup.id, true).await.ok();
    assert_eq!((seen.status, seen.next_pane, seen.url), (AuthStatus::Authorized, Pane::AccountPicker, None));
    let accounts: PartnerAccounts = link.accounts(&popup.id).await.ok();
    assert_eq!(accounts.data.len(), 10);
    link.select(&popup.id, &[&accounts.data[0].id]).await.ok::<Manifest>();
    let done: Completed = link.complete().await.ok();
    assert_eq!(done.session.accounts[0].institution_name, "Test (OAuth)");
}

#[tokio::test]
async fn accounts_chosen_at_the_bank_are_not_asked_for_again() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let begun: AuthSession = link.choose(bank::CHOOSE_AT_BANK).await.ok();
    let browser = Browser::new();
    let at_bank = browser.start(begun.url.as_deref().expect("an address")).await;
    let page = browser.0.get(at_bank.clone()).send().await.expect("an answer").text().await.expect("a page");
    assert!(page.contains("Shop"), "{page}");
    let ids = bank_accounts(&app, bank::CHOOSE_AT_BANK).await;
    let fields = [("action", "allow"), ("account", &*ids[0]), ("account", &*ids[3])];
    let back = browser.decide(&at_bank, &fields).await;
    assert_eq!(browser.open_from(back.as_str(), "cross-site").await.status(), StatusCode::OK);
    let accounts: PartnerAccounts = link.accounts(&begun.id).await.ok();
    assert_eq!(accounts.data.len(), 2);
    assert!(accounts.skip_account_selection);
}

/// Stable ids of somebody's accounts, from a sign-in of their own.
async fn bank_accounts(app: &App, institution: &str) -> Vec<String> {
    use linkspan_bank::protocol::{AccountsAnswer, LoginAnswer, LoginOutcome};
    let at = |path: &str| format!("{}/{institution}{path}", app.state.origins.bank);
    let body = serde_json::json!({ "username": "maya", "password": "open sesame" });
    let answer: LoginAnswer =
        app.http.post(at("/login")).json(&body).send().await.expect("an answer").json().await.expect("json");
    let LoginOutcome::Authorized { access_token } = answer.outcome else { panic!("no yes") };
    let sent = app.http.get(at("/accounts")).bearer_auth(access_token).send().await;
    let accounts: AccountsAnswer = sent.expect("an answer").json().await.expect("json");
    accounts.accounts.into_iter().map(|account| account.id).collect()
}

#[tokio::test]
async fn a_replay_sees_the_same_end_and_changes_nothing() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let popup = popup(&link).await;
    for _ in 0..3 {
        assert_eq!(popup.come_back().await, StatusCode::OK);
    }
    assert_eq!((app.desk.asked("/token"), app.desk.asked("/accounts")), (1, 1));
    let stranger = Browser::new().open_from(popup.back.as_str(), "cross-site").await;
    assert_eq!(stranger.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn twenty_at_once_make_one_token_request() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let popup = popup(&link).await;
    for status in futures::future::join_all((0..20).map(|_| popup.come_back())).await {
        assert_eq!(status, StatusCode::OK);
    }
    assert_eq!((app.desk.asked("/token"), app.desk.asked("/accounts")), (1, 1));
    let accounts: PartnerAccounts = link.accounts(&popup.id).await.ok();
    let ids: Vec<&str> = accounts.data.iter().map(|row| &*row.id).collect();
    link.select(&popup.id, &ids).await.ok::<Manifest>();
    link.complete().await.ok::<Completed>();
    assert_eq!(app.count("SELECT COUNT(*) FROM accounts").await, 10);
    assert_eq!(app.count("SELECT COUNT(*) FROM events").await, 10);
}

#[tokio::test]
async fn another_browser_ends_nothing() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let popup = popup(&link).await;
    let stranger = Popup { browser: Browser::new(), id: popup.id.clone(), back: popup.back.clone() };
    stranger.refuses(&link, &popup.back).await;
    let planted = format!("linkspan_auth_{}=planted", popup.id);
    let sent = app.http.get(popup.back.clone()).header(header::COOKIE, planted).send().await;
    assert_eq!(sent.expect("an answer").status(), StatusCode::BAD_REQUEST);
    assert_eq!(popup.come_back().await, StatusCode::OK, "the right one still can");
}

#[tokio::test]
async fn another_issuer_ends_nothing() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let popup = popup(&link).await;
    let issuer = param(&popup.back, "iss");
    let other = issuer.replace(bank::OAUTH, bank::CHOOSE_AT_BANK);
    for wrong in [&*other, &format!("{issuer}/"), &issuer.to_uppercase(), "", &app.state.origins.bank] {
        popup.refuses(&link, &popup.with("iss", wrong)).await;
    }
    let mut twice = popup.back.clone();
    twice.query_pairs_mut().append_pair("iss", &other);
    popup.refuses(&link, &twice).await;
    assert_eq!(popup.come_back().await, StatusCode::OK);
}

#[tokio::test]
async fn another_state_ends_nothing() {
    let app = App::start().await;
    let (link, other) = (Link::new(&app, |_| {}).await, Link::new(&app, |_| {}).await);
    let (popup, theirs) = (popup(&link).await, popup(&other).await);
    for wrong in [&*param(&theirs.back, "state"), "", "nonsense"] {
        popup.refuses(&link, &popup.with("state", wrong)).await;
    }
    let mut none = popup.back.clone();
    none.set_query(Some(&format!("code={}", param(&popup.back, "code"))));
    popup.refuses(&link, &none).await;
}

#[tokio::test]
async fn too_late_is_too_late() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let popup = popup(&link).await;
    app.clock.advance(15 * 60);
    assert_eq!(popup.come_back().await, StatusCode::BAD_REQUEST);
    assert_eq!(app.desk.asked("/token"), 0);
    let seen: AuthSession = link.retrieve(&popup.id, false).await.ok();
    assert_eq!(seen.status, AuthStatus::Expired);
    link.signed_in(bank::CREDENTIALS).await;
}

#[tokio::test]
async fn what_the_flow_has_given_up_is_not_taken_up_again() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let popup = popup(&link).await;
    link.cancel(&popup.id).await.ok::<AuthSession>();
    assert_eq!(popup.come_back().await, StatusCode::BAD_REQUEST);
    assert_eq!(app.desk.asked("/token"), 0);

    let ended = Link::new(&app, |_| {}).await;
    let popup = crate::callback::popup(&ended).await;
    ended.complete().await.ok::<Completed>();
    assert_eq!(popup.come_back().await, StatusCode::BAD_REQUEST);
    assert_eq!(app.desk.asked("/token"), 0);
}

#[tokio::test]
async fn a_code_of_somebody_else_opens_nothing() {
    let app = App::start().await;
    let (link, other) = (Link::new(&app, |_| {}).await, Link::new(&app, |_| {}).await);
    let (popup, theirs) = (popup(&link).await, popup(&other).await);
    let injected = popup.with("code", &param(&theirs.back, "code"));
    popup.browser.open_from(injected.as_str(), "cross-site").await;
    let seen: AuthSession = link.retrieve(&popup.id, false).await.ok();
    assert_eq!(seen.status, AuthStatus::Failed, "the bank's PKCE check refused it");
    link.accounts(&popup.id).await.refused(400, "step_not_allowed");
}

#[tokio::test]
async fn a_no_is_told_from_a_failure_and_the_banks_text_is_not_shown() {
    let app = App::start().await;
    for (error, expected) in [("access_denied", AuthStatus::Denied), ("server_error", AuthStatus::Failed)] {
        let link = Link::new(&app, |_| {}).await;
        let popup = popup(&link).await;
        let mut back = popup.back.clone();
        back.query_pairs_mut()
            .clear()
            .append_pair("error", error)
            .append_pair("error_description", "<script>alert(1)</script>")
            .append_pair("state", &param(&popup.back, "state"))
            .append_pair("iss", &param(&popup.back, "iss"));
        let page = popup.browser.open_from(back.as_str(), "cross-site").await.text().await.expect("a page");
        assert!(!page.contains("alert"), "{page}");
        let seen: AuthSession = link.retrieve(&popup.id, true).await.ok();
        assert_eq!(seen.status, expected);
        assert_eq!(link.manifest().await.next_pane, Pane::InstitutionPicker);
        assert_eq!(popup.come_back().await, StatusCode::OK, "it has ended, and the window closes");
        link.choose(bank::OAUTH).await.ok::<AuthSession>();
    }
    assert_eq!(app.desk.asked("/token"), 0);
}

#[tokio::test]
async fn a_yes_counts_although_the_accounts_cannot_be_read_yet() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let popup = popup(&link).await;
    app.desk.break_path("/accounts", Status::INTERNAL_SERVER_ERROR);
    assert_eq!(popup.come_back().await, StatusCode::OK);
    let seen: AuthSession = link.retrieve(&popup.id, false).await.ok();
    assert_eq!(seen.status, AuthStatus::Authorized);
    link.accounts(&popup.id).await.refused(502, "accounts_unavailable");
    app.desk.mend("/accounts");
    assert_eq!(link.accounts(&popup.id).await.ok::<PartnerAccounts>().data.len(), 10);
}

#[tokio::test]
async fn a_bank_that_breaks_after_its_yes_fails_the_sign_in_and_not_the_session() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let popup = popup(&link).await;
    app.desk.break_path("/token", Status::FOUND);
    let page = popup.browser.open_from(popup.back.as_str(), "cross-site").await;
    let page = page.text().await.expect("a page");
    assert!(page.contains("You can close this window") && !page.contains("fail"), "{page}");
    let seen: AuthSession = link.retrieve(&popup.id, false).await.ok();
    assert_eq!(seen.status, AuthStatus::Failed);
    assert_eq!(app.desk.asked("/token"), 1);
    link.signed_in(bank::CREDENTIALS).await;
}

#[tokio::test]
async fn a_window_that_closes_at_once_loses_no_yes() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let popup = popup(&link).await;
    let gate = app.desk.hold("/token");
    {
        let leaving = popup.come_back();
        let asked = app.desk.until_asked("/token");
        tokio::select! { _ = leaving => panic!("the bank has not answered"), () = asked => {} }
    }
    let cancel = async { link.cancel(&popup.id).await.ok::<AuthSession>() };
    let answer = async { gate.open() };
    let (seen, ()) = tokio::join!(cancel, answer);
    assert_eq!(seen.status, AuthStatus::Authorized);
}
