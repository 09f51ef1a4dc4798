//! Begins the flow, or goes on with it after a reload.

use linkspan_wire::link::{AuthSession, AuthStatus, Pane, path};
use serde_json::json;

use crate::{
    bank,
    support::{App, Link},
};

#[tokio::test]
async fn a_reload_goes_on_where_the_flow_was() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let manifest = link.manifest().await;
    assert_eq!(manifest.next_pane, Pane::Consent);
    assert_eq!(manifest.id, link.session.id);
    assert_eq!(manifest.merchant.name, "Shop");
    assert!(manifest.consent.acquired_at.is_none());
    assert_eq!(manifest.consent.access_days, 365);

    link.consent().await;
    assert_eq!(link.manifest().await.next_pane, Pane::InstitutionPicker);

    let begun: AuthSession = link.choose(bank::CREDENTIALS).await.ok();
    let manifest = link.manifest().await;
    assert_eq!(manifest.next_pane, Pane::PartnerAuth);
    let active = manifest.active_auth_session.expect("the sign-in");
    assert_eq!((active.id, active.status), (begun.id.clone(), AuthStatus::Pending));
    assert_eq!(active.step, begun.step);

    link.credentials(&begun.id, &[("username", "a"), ("password", "b")]).await.ok::<AuthSession>();
    assert_eq!(link.manifest().await.next_pane, Pane::AccountPicker);

    let accounts: linkspan_wire::link::PartnerAccounts = link.accounts(&begun.id).await.ok();
    link.select(&begun.id, &[&accounts.data[0].id]).await.ok::<serde_json::Value>();
    let manifest = link.manifest().await;
    assert_eq!(manifest.next_pane, Pane::Success);
    assert_eq!(manifest.linked_accounts.len(), 1);
    assert!(manifest.active_auth_session.is_none());
}

#[tokio::test]
async fn an_ended_session_is_told_from_an_expired_one() {
    let app = App::start().await;
    let ended = Link::new(&app, |_| {}).await;
    ended.complete().await.ok::<serde_json::Value>();
    let error = ended.synchronize().await.refused(400, "session_completed");
    assert_eq!(error.param.as_deref(), Some("client_secret"));

    let late = Link::new(&app, |_| {}).await;
    app.clock.advance(3600);
    let error = late.synchronize().await.refused(400, "session_expired");
    assert_eq!(error.param.as_deref(), Some("client_secret"));
    assert!(error.message.expect("a message").contains("expired"));
}

#[tokio::test]
async fn a_sign_in_that_took_too_long_is_told_once_and_does_not_hold_the_flow() {
    let app = App::start().await;
    for at in [bank::OAUTH, bank::CREDENTIALS] {
        let link = Link::new(&app, |_| {}).await;
        link.consent().await;
        let begun: AuthSession = link.choose(at).await.ok();
        app.clock.advance(15 * 60);
        let told = link.manifest().await;
        let ended = told.active_auth_session.expect("how it ended");
        assert_eq!((told.next_pane, ended.status), (Pane::PartnerAuth, AuthStatus::Expired), "{at}");
        assert_eq!(ended.url, None);
        assert_eq!(link.manifest().await.next_pane, Pane::InstitutionPicker, "{at}");
        let seen: AuthSession = link.retrieve(&begun.id, false).await.ok();
        assert_eq!(seen.status, AuthStatus::Expired);
        let values = [("username", "a"), ("password", "b")];
        link.credentials(&begun.id, &values).await.refused(400, "step_not_allowed");
    }
}

#[tokio::test]
async fn a_locale_that_is_none_is_named() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let error =
        link.post(path::SYNCHRONIZE, json!({ "locale": "en\n" })).await.refused(400, "parameter_invalid");
    assert_eq!(error.param.as_deref(), Some("locale"));
}
