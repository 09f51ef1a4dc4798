//! How a sign-in stands.

use std::time::Duration;

use linkspan_wire::link::{AuthSession, AuthStatus};
use reqwest::StatusCode;

use crate::{
    bank,
    support::{App, Browser, Link, browser::param},
};

/// Far shorter than the server's own patience.
const AT_ONCE: Duration = Duration::from_secs(8);

#[tokio::test]
async fn whoever_waits_is_told_at_once_of_a_no_at_the_bank() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let begun: AuthSession = link.choose(bank::OAUTH).await.ok();
    let browser = Browser::new();
    let at_bank = browser.start(begun.url.as_deref().expect("an address")).await;
    let refuse = async {
        let back = format!(
            "{}?error=access_denied&state={}&iss={}/{}",
            param(&at_bank, "redirect_uri"),
            param(&at_bank, "state"),
            app.state.origins.bank,
            bank::OAUTH
        );
        while app.state.auth_changes.receiver_count() == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(browser.open_from(&back, "cross-site").await.status(), StatusCode::OK);
    };
    let waiting = tokio::time::timeout(AT_ONCE, link.retrieve(&begun.id, true));
    let (reply, ()) = tokio::join!(waiting, refuse);
    let reply = reply.expect("an answer at once");
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.ok::<AuthSession>().status, AuthStatus::Denied);
    link.signed_in(bank::CREDENTIALS).await;
}

#[tokio::test]
async fn a_change_by_another_process_is_seen_as_well() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let begun: AuthSession = link.choose(bank::OAUTH).await.ok();
    let change = async {
        while app.state.auth_changes.receiver_count() == 0 {
            tokio::task::yield_now().await;
        }
        sqlx::query("UPDATE auth_sessions SET status = 'failed' WHERE id = $1")
            .bind(&begun.id)
            .execute(app.state.store.pool())
            .await
            .expect("a change");
    };
    let waiting = tokio::time::timeout(AT_ONCE, link.retrieve(&begun.id, true));
    let (reply, ()) = tokio::join!(waiting, change);
    assert_eq!(reply.expect("an answer").ok::<AuthSession>().status, AuthStatus::Failed);
}

#[tokio::test]
async fn what_has_ended_is_not_waited_for() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let done = link.signed_in(bank::CREDENTIALS).await;
    let reply =
        tokio::time::timeout(AT_ONCE, link.retrieve(&done.id, true)).await.expect("an answer at once");
    assert_eq!(reply.status, StatusCode::OK);
}

#[tokio::test]
async fn one_that_is_not_there_is_named() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let error = link.retrieve("bcsess_nothing", true).await.refused(404, "resource_missing");
    assert_eq!(error.param.as_deref(), Some("auth_session"));
}
