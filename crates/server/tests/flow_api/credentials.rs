//! Sign-in in the flow itself.

use linkspan_server::at_rest::Place;
use linkspan_wire::link::{AuthSession, AuthStatus, CredentialStep, StepKind, path};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::{
    bank,
    support::{App, Link, database},
};

async fn begun(link: &Link<'_>) -> AuthSession {
    link.consent().await;
    link.choose(bank::KEYWORDS).await.ok()
}

/// Signs in with this password.
async fn password(link: &Link<'_>, id: &str, password: &str) -> AuthSession {
    link.credentials(id, &[("username", "maya"), ("password", password)]).await.ok()
}

#[track_caller]
fn step(session: &AuthSession, kind: StepKind) -> &CredentialStep {
    assert_eq!(session.status, AuthStatus::Pending);
    let step = session.step.as_ref().expect("a step");
    assert_eq!(step.kind, kind);
    step
}

#[tokio::test]
async fn any_password_signs_in() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let begun = begun(&link).await;
    let done = password(&link, &begun.id, "open sesame").await;
    assert_eq!((done.status, done.step), (AuthStatus::Authorized, None));
    link.credentials(&begun.id, &[("username", "a"), ("password", "b")])
        .await
        .refused(400, "step_not_allowed");
    assert_eq!(app.desk.asked("/login"), 1);
}

#[tokio::test]
async fn further_steps_are_asked_one_after_the_other() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let begun = begun(&link).await;
    let asked = password(&link, &begun.id, "options").await;
    let field = step(&asked, StepKind::Options).fields[0].clone();
    link.credentials(&begun.id, &[(&field.name, "no such choice")]).await.refused(400, "parameter_invalid");
    let asked: AuthSession = link.credentials(&begun.id, &[(&field.name, &field.choices[0].id)]).await.ok();
    let field = step(&asked, StepKind::Code).fields[0].clone();
    let done: AuthSession = link.credentials(&begun.id, &[(&field.name, "419203")]).await.ok();
    assert_eq!(done.status, AuthStatus::Authorized);
}

#[tokio::test]
async fn an_approval_elsewhere_has_no_fields() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let begun = begun(&link).await;
    let asked = password(&link, &begun.id, "confirm_mfa").await;
    assert!(step(&asked, StepKind::Confirm).fields.is_empty());
    let done: AuthSession = link.credentials(&begun.id, &[]).await.ok();
    assert_eq!(done.status, AuthStatus::Authorized);
}

#[tokio::test]
async fn a_wrong_answer_may_be_given_again() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let begun = begun(&link).await;
    let wrong = password(&link, &begun.id, "incorrect").await;
    let error = step(&wrong, StepKind::SignIn).error.clone().expect("an error");
    assert_eq!(error.code, "incorrect");
    assert!(error.attempts_left.expect("a number") >= 1);
    assert_eq!(password(&link, &begun.id, "open sesame").await.status, AuthStatus::Authorized);
}

#[tokio::test]
async fn wrong_answers_end_and_another_try_begins_anew() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let begun = begun(&link).await;
    let mut last = password(&link, &begun.id, "incorrect").await;
    let mut answers = 1;
    while last.status == AuthStatus::Pending {
        last = password(&link, &begun.id, "incorrect").await;
        answers += 1;
        assert!(answers <= 5, "no end");
    }
    assert_eq!(last.status, AuthStatus::Failed);
    link.credentials(&begun.id, &[("username", "a"), ("password", "b")])
        .await
        .refused(400, "step_not_allowed");
    link.accounts(&begun.id).await.refused(400, "step_not_allowed");
    link.signed_in(bank::KEYWORDS).await;
}

#[tokio::test]
async fn many_answers_at_once_are_counted_too() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let begun = begun(&link).await;
    let answers =
        (0..20).map(|_| link.credentials(&begun.id, &[("username", "a"), ("password", "incorrect")]));
    for reply in futures::future::join_all(answers).await {
        assert!(reply.status == StatusCode::OK || reply.status == StatusCode::BAD_REQUEST, "{}", reply.body);
    }
    assert!(app.desk.asked("/login") <= 5, "{}", app.desk.asked("/login"));
}

#[tokio::test]
async fn a_bank_that_ends_it_ends_it() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let begun = begun(&link).await;
    assert_eq!(password(&link, &begun.id, "error").await.status, AuthStatus::Failed);
}

#[tokio::test]
async fn what_is_empty_is_asked_again_without_the_bank() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let begun = begun(&link).await;
    for values in [&[("username", "maya")][..], &[("username", "maya"), ("password", "")]] {
        let again: AuthSession = link.credentials(&begun.id, values).await.ok();
        let error = step(&again, StepKind::SignIn).error.clone().expect("an error");
        assert_eq!((&*error.code, error.field.as_deref()), ("required", Some("password")));
    }
    assert_eq!(app.desk.asked("/login"), 0);
}

#[tokio::test]
async fn values_that_were_not_asked_for_are_refused_and_not_repeated() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let begun = begun(&link).await;
    let long = "x".repeat(1025);
    for values in [
        &[("username", "maya"), ("password", "hunter2"), ("pin", "hunter2")][..],
        &[("username", "maya"), ("password", "hunter2"), ("password", "hunter2")],
        &[("username", "maya"), ("password", &*long)],
    ] {
        let error = link.credentials(&begun.id, values).await.refused(400, "parameter_invalid");
        assert_eq!(error.param.as_deref(), Some("values"));
        let message = error.message.expect("a message");
        assert!(!message.contains("hunter2") && !message.contains("xxx"), "{message}");
    }
}

#[tokio::test]
async fn a_bank_that_goes_down_meanwhile_costs_no_attempt() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let begun = begun(&link).await;
    app.desk.break_path("/login", StatusCode::SERVICE_UNAVAILABLE);
    for _ in 0..6 {
        link.credentials(&begun.id, &[("username", "a"), ("password", "b")])
            .await
            .refused(503, "institution_unavailable_unplanned");
    }
    app.desk.mend("/login");
    assert_eq!(password(&link, &begun.id, "open sesame").await.status, AuthStatus::Authorized);
}

#[tokio::test]
async fn an_oauth_bank_takes_no_credentials() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let begun: AuthSession = link.choose(bank::OAUTH).await.ok();
    link.credentials(&begun.id, &[("username", "a"), ("password", "b")])
        .await
        .refused(400, "step_not_allowed");
}

#[tokio::test]
async fn what_was_typed_is_kept_nowhere() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let begun = begun(&link).await;
    password(&link, &begun.id, "incorrect").await;
    let typed = "correct-horse-battery-staple";
    link.credentials(&begun.id, &[("username", typed), ("password", typed)]).await.ok::<AuthSession>();
    let kept = database::contents(&app.state.config.data_dir, &app.state.store).await;
    assert!(database::holds(&kept, &link.session.id), "the database was written");
    assert!(!database::holds(&kept, typed));
}

#[tokio::test]
async fn no_secret_of_a_sign_in_is_readable_in_the_database() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let window: AuthSession = link.choose(bank::OAUTH).await.ok();
    let url = window.url.expect("an address");
    let handle = url.rsplit('/').next().expect("a handle");
    let pool = app.state.store.pool();
    let (sealed,): (String,) =
        sqlx::query_as("SELECT start_handle FROM auth_sessions").fetch_one(pool).await.expect("a row");
    assert!(sealed.starts_with(&app.state.keyring.prefix()));
    link.linked(bank::CREDENTIALS, 1).await;
    let (id, sealed): (String, String) =
        sqlx::query_as("SELECT id, access_token FROM authorizations").fetch_one(pool).await.expect("a row");
    let place = Place::new("authorizations", "access_token", &id);
    let token = app.state.keyring.open(place, &sealed).expect("a token");
    let kept = database::contents(&app.state.config.data_dir, &app.state.store).await;
    assert!(database::holds(&kept, &sealed));
    for secret in [&*link.session.client_secret, handle, &*token] {
        assert!(secret.len() > 20 && !database::holds(&kept, secret));
    }
}

#[tokio::test]
async fn what_the_bank_asks_is_in_the_language_of_the_flow() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let terms = link.manifest().await.consent;
    let agreed = json!({ "version": terms.version, "locale": "fr-CA" });
    link.post(path::CONSENT_ACQUIRED, agreed).await.ok::<Value>();
    let begun: AuthSession = link.choose(bank::KEYWORDS).await.ok();
    let values = [("username", "maya"), ("password", "options")];
    let asked: AuthSession = link.credentials(&begun.id, &values).await.ok();
    let field = asked.step.expect("a step").fields.remove(0);
    assert_eq!(field.prompt.as_deref(), Some("Où envoyer votre code ?"));
    assert_eq!(field.choices[0].label, "SMS au •••• 5555");
}
