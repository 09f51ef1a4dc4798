//! The person agreed to what the consent pane said.

use linkspan_wire::link::{Manifest, Pane, path};
use serde_json::json;

use crate::{
    bank,
    support::{App, Link},
};

#[tokio::test]
async fn agreement_is_kept_once_with_what_was_agreed_to() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let terms = link.manifest().await.consent;
    let body = json!({ "version": terms.version, "locale": "fr-CA" });
    let manifest: Manifest = link.post(path::CONSENT_ACQUIRED, body.clone()).await.ok();
    assert_eq!(manifest.next_pane, Pane::InstitutionPicker);
    let first = manifest.consent.acquired_at;
    assert!(first.is_some());

    app.clock.advance(60);
    let again: Manifest = link.post(path::CONSENT_ACQUIRED, body).await.ok();
    assert_eq!(again.consent.acquired_at, first);
    let (locale, permissions): (String, String) = sqlx::query_as("SELECT locale, permissions FROM consents")
        .fetch_one(app.state.store.pool())
        .await
        .expect("one row");
    assert_eq!((&*locale, &*permissions), ("fr-CA", r#"["balances"]"#));
}

#[tokio::test]
async fn other_terms_are_not_agreed_to() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let body = json!({ "version": "2020-01-01.1", "locale": "en" });
    let error = link.post(path::CONSENT_ACQUIRED, body).await.refused(400, "parameter_invalid");
    assert_eq!(error.param.as_deref(), Some("version"));
    assert_eq!(link.manifest().await.next_pane, Pane::Consent);
}

#[tokio::test]
async fn nothing_about_banks_comes_before_it() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let search = json!({ "query": "test", "limit": 5 });
    for reply in [
        link.post(path::FEATURED_INSTITUTIONS, json!({})).await,
        link.post(path::INSTITUTIONS, search).await,
        link.choose(bank::CREDENTIALS).await,
        link.link_more().await,
    ] {
        reply.refused(400, "step_not_allowed");
    }
    assert_eq!(app.desk.asked("/health"), 0);
}

#[tokio::test]
async fn agreement_in_one_session_is_none_in_the_next() {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let customer = app.customer(&merchant).await;
    let first = Link::of(&app, &merchant, &customer, |_| {}).await;
    first.consent().await;
    let second = Link::of(&app, &merchant, &customer, |_| {}).await;
    second.choose(bank::CREDENTIALS).await.refused(400, "step_not_allowed");
}
