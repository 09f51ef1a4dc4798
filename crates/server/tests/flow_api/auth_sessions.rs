//! The person chose a bank.

use linkspan_wire::link::{AuthFlow, AuthSession, AuthStatus, Pane};

use crate::{
    bank,
    support::{App, Link},
};

#[tokio::test]
async fn each_way_to_sign_in_says_what_comes() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let form: AuthSession = link.choose(bank::CREDENTIALS).await.ok();
    assert_eq!((form.flow, form.status), (AuthFlow::Credentials, AuthStatus::Pending));
    let names: Vec<String> = form.step.expect("a step").fields.into_iter().map(|field| field.name).collect();
    assert_eq!(names, ["username", "password"]);
    assert!(form.url.is_none());

    let window: AuthSession = link.choose(bank::OAUTH).await.ok();
    assert_eq!((window.flow, window.next_pane), (AuthFlow::Oauth, Pane::PartnerAuth));
    let url = window.url.expect("an address");
    assert!(url.starts_with(&format!("{}/auth/", app.state.origins.flow)), "{url}");
    let secrets = [&link.session.client_secret, &link.session.id, &window.id];
    assert!(secrets.iter().all(|secret| !url.contains(&***secret)), "{url}");
    assert_eq!(format!("http://{}", window.bank_host.expect("a host")), app.state.origins.bank);
    assert!(window.step.is_none());
}

#[tokio::test]
async fn a_new_one_cancels_the_one_before() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let first: AuthSession = link.choose(bank::CREDENTIALS).await.ok();
    let second: AuthSession = link.choose(bank::OAUTH).await.ok();
    let first: AuthSession = link.retrieve(&first.id, false).await.ok();
    assert_eq!((first.status, first.step), (AuthStatus::Cancelled, None));
    link.credentials(&first.id, &[("username", "a"), ("password", "b")])
        .await
        .refused(400, "step_not_allowed");
    assert_eq!(app.desk.asked("/login"), 0);
    let active = link.manifest().await.active_auth_session.expect("the second");
    assert_eq!(active.id, second.id);
}

#[tokio::test]
async fn a_bank_that_is_not_there_is_not_chosen() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let error = link.choose("bcinst_nowhere").await.refused(404, "resource_missing");
    assert_eq!(error.param.as_deref(), Some("institution"));
}

#[tokio::test]
async fn a_bank_that_is_down_leaves_the_session_usable() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let begun: AuthSession = link.choose(bank::OAUTH).await.ok();

    let planned = link.choose(bank::DOWN_SCHEDULED).await.refused(503, "institution_unavailable_planned");
    let extra = planned.extra_fields.expect("extra fields");
    assert!(extra.institution_unavailable);
    assert!(extra.expected_to_be_available_at.expect("a time") > app.state.now());
    let unplanned =
        link.choose(bank::DOWN_UNSCHEDULED).await.refused(503, "institution_unavailable_unplanned");
    let extra = unplanned.extra_fields.expect("extra fields");
    assert!(extra.institution_unavailable && extra.expected_to_be_available_at.is_none());
    let broken = link.choose(bank::DOWN_ERROR).await.refused(502, "institution_error");
    assert!(broken.extra_fields.is_none());

    let active = link.manifest().await.active_auth_session.expect("the one before");
    assert_eq!((active.id, active.status), (begun.id, AuthStatus::Pending));
    link.signed_in(bank::CREDENTIALS).await;
}

#[tokio::test]
async fn a_full_session_needs_no_further_bank() {
    let app = App::start().await;
    let link = Link::new(&app, |row| row.limit_accounts = Some(1)).await;
    let (auth_session, accounts) = link.authorized(bank::CREDENTIALS).await;
    link.select(&auth_session.id, &[&accounts.data[0].id]).await.ok::<serde_json::Value>();
    link.choose(bank::OAUTH).await.refused(400, "step_not_allowed");
}
