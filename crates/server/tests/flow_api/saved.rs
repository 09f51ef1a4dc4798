//! People who saved their accounts: a code instead of a sign-in.

use linkspan_server::store::{customers, sessions::SessionRow};
use linkspan_wire::link::{
    AuthSession, AuthStatus, Completed, Manifest, Pane, PartnerAccounts, StepKind, institution::SAVED,
};

use crate::{
    bank,
    support::{
        app::{App, TestMerchant},
        link::{Link, Reply},
    },
};

pub(crate) const EMAIL: &str = "Maya.Lind@mail.example";
pub(crate) const RIGHT: &str = "111111";

/// A customer whose address the merchant knows.
async fn customer(app: &App, merchant: &TestMerchant, email: &str) -> String {
    let id = app.customer(merchant).await;
    let pool = app.state.store.pool();
    let mut row = customers::find(pool, &merchant.id, &id).await.expect("an answer").expect("a customer");
    row.email = Some(email.into());
    customers::save(pool, &row).await.expect("kept");
    id
}

pub(crate) async fn flow<'a>(app: &'a App, merchant: &TestMerchant, email: &str) -> Link<'a> {
    let customer = customer(app, merchant, email).await;
    Link::of(app, merchant, &customer, |_: &mut SessionRow| {}).await
}

/// Links two accounts and stops before the end.
async fn chosen(link: &Link<'_>) {
    let (auth, accounts) = link.authorized(bank::CREDENTIALS).await;
    let ids: Vec<&str> = accounts.data.iter().take(2).map(|account| &*account.id).collect();
    link.select(&auth.id, &ids).await.ok::<Manifest>();
}

async fn saved(link: &Link<'_>, email: &str, code: &str) -> AuthSession {
    let begun: AuthSession = link.choose(SAVED).await.ok();
    assert_eq!(begun.step.as_ref().map(|step| step.kind), Some(StepKind::Save));
    let asked: AuthSession = link.credentials(&begun.id, &[("email", email)]).await.ok();
    assert_eq!(asked.step.as_ref().map(|step| step.kind), Some(StepKind::Code));
    link.credentials(&begun.id, &[("code", code)]).await.ok()
}

/// Somebody who saved two accounts at one merchant.
pub(crate) async fn somebody(app: &App) {
    let merchant = app.merchant("Shop").await;
    let link = flow(app, &merchant, EMAIL).await;
    chosen(&link).await;
    let before = link.manifest().await;
    assert_eq!((before.offer_save, before.saved_url), (true, None));
    let done = saved(&link, EMAIL, RIGHT).await;
    assert_eq!((done.status, done.next_pane), (AuthStatus::Authorized, Pane::Success));
    let after = link.manifest().await;
    assert_eq!((after.next_pane, after.offer_save), (Pane::Success, false));
    assert!(after.saved_url.is_some_and(|address| address.ends_with("/saved")));
    let completed: Completed = link.complete().await.ok();
    assert_eq!(completed.session.accounts.len(), 2, "saving takes nothing away");
}

#[tokio::test]
async fn the_next_merchant_needs_a_code_and_a_choice() {
    let app = App::start().await;
    somebody(&app).await;
    let merchant = app.merchant("Other").await;
    let link = flow(&app, &merchant, "maya.lind@MAIL.example").await;
    let agreed = link.consent().await;
    assert_eq!(agreed.next_pane, Pane::PartnerAuth);
    let auth = agreed.active_auth_session.expect("a sign-in");
    let step = auth.step.clone().expect("a step");
    assert_eq!((step.kind, &*auth.institution.id), (StepKind::Code, SAVED));
    assert_eq!(step.fields[0].prompt.as_deref(), Some("Code sent to m•••@MAIL.example"));
    link.accounts(&auth.id).await.refused(400, "step_not_allowed");

    let known: AuthSession = link.credentials(&auth.id, &[("code", RIGHT)]).await.ok();
    assert_eq!((known.status, known.next_pane), (AuthStatus::Authorized, Pane::AccountPicker));
    let accounts: PartnerAccounts = link.accounts(&auth.id).await.ok();
    assert_eq!(accounts.data.len(), 2);
    assert_eq!(accounts.data[0].institution_name.as_deref(), Some("Test (Non-OAuth)"));
    let chosen: Manifest = link.select(&auth.id, &[&accounts.data[1].id]).await.ok();
    assert_eq!(chosen.next_pane, Pane::Success);
    assert!(!chosen.offer_save, "it is saved already");
    let completed: Completed = link.complete().await.ok();
    let [account] = &completed.session.accounts[..] else { panic!("{completed:?}") };
    assert_eq!(account.institution_name, "Test (Non-OAuth)");
    assert_eq!(account.last4, accounts.data[1].last4);
}

#[tokio::test]
async fn whoever_is_not_known_or_saved_nothing_is_not_greeted() {
    let app = App::start().await;
    somebody(&app).await;
    let merchant = app.merchant("Other").await;
    let stranger = flow(&app, &merchant, "else@mail.example").await;
    assert_eq!(stranger.consent().await.next_pane, Pane::InstitutionPicker);
    let nameless = Link::new(&app, |_| {}).await;
    assert_eq!(nameless.consent().await.next_pane, Pane::InstitutionPicker);
}

#[tokio::test]
async fn another_way_is_always_open() {
    let app = App::start().await;
    somebody(&app).await;
    let merchant = app.merchant("Other").await;
    let link = flow(&app, &merchant, EMAIL).await;
    let auth = link.consent().await.active_auth_session.expect("a sign-in");
    link.cancel(&auth.id).await;
    let more: Manifest = link.link_more().await.ok();
    assert_eq!(more.next_pane, Pane::InstitutionPicker);
    assert_eq!(link.linked(bank::CREDENTIALS, 1).await.session.accounts.len(), 1);
}

#[tokio::test]
async fn codes_are_judged_as_documented() {
    let app = App::start().await;
    somebody(&app).await;
    let merchant = app.merchant("Other").await;
    let link = flow(&app, &merchant, EMAIL).await;
    let auth = link.consent().await.active_auth_session.expect("a sign-in");
    let tell = async |code: &str| -> AuthSession { link.credentials(&auth.id, &[("code", code)]).await.ok() };
    let error = |auth: &AuthSession| auth.step.clone().and_then(|step| step.error).expect("an error");
    let wrong = tell("000001").await;
    assert_eq!((&*error(&wrong).code, error(&wrong).attempts_left), ("incorrect", Some(4)));
    assert_eq!(error(&tell("abc").await).attempts_left, Some(3), "not six digits");
    assert_eq!(error(&tell("000002").await).code, "expired");
    assert_eq!(tell("000003").await.status, AuthStatus::Failed);
    link.credentials(&auth.id, &[("code", RIGHT)]).await.refused(400, "step_not_allowed");
}

#[tokio::test]
async fn tries_and_codes_are_limited() {
    let app = App::start().await;
    somebody(&app).await;
    let merchant = app.merchant("Other").await;
    let link = flow(&app, &merchant, EMAIL).await;
    let auth = link.consent().await.active_auth_session.expect("a sign-in");
    for _ in 0..5 {
        link.credentials(&auth.id, &[("code", "000001")]).await.ok::<AuthSession>();
    }
    let over: AuthSession = link.retrieve(&auth.id, false).await.ok();
    assert_eq!(over.status, AuthStatus::Failed);
    // Two were sent: one to save, one here. After five nobody is written to for an hour.
    for _ in 0..3 {
        assert_eq!(flow(&app, &merchant, EMAIL).await.consent().await.next_pane, Pane::PartnerAuth);
    }
    let silent = flow(&app, &merchant, EMAIL).await;
    assert_eq!(silent.consent().await.next_pane, Pane::InstitutionPicker);
    chosen(&silent).await;
    let begun: AuthSession = silent.choose(SAVED).await.ok();
    let refused: Reply = silent.credentials(&begun.id, &[("email", EMAIL)]).await;
    refused.refused(429, "rate_limit");
}

#[tokio::test]
async fn an_address_that_is_none_is_asked_again() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    chosen(&link).await;
    let begun: AuthSession = link.choose(SAVED).await.ok();
    let again: AuthSession = link.credentials(&begun.id, &[("email", "nobody")]).await.ok();
    let error = again.step.and_then(|step| step.error).expect("an error");
    assert_eq!((&*error.code, error.field.as_deref()), ("incorrect", Some("email")));
}

#[tokio::test]
async fn nothing_chosen_is_nothing_to_save() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.choose(SAVED).await.refused(400, "step_not_allowed");
    assert!(!link.consent().await.offer_save);
    link.choose(SAVED).await.refused(400, "step_not_allowed");
}

#[tokio::test]
async fn an_account_that_its_bank_took_back_is_named_as_such() {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let link = flow(&app, &merchant, EMAIL).await;
    let (auth, accounts) = link.authorized("bcinst_inactive").await;
    link.select(&auth.id, &[&accounts.data[0].id]).await.ok::<Manifest>();
    saved(&link, EMAIL, RIGHT).await;
    link.complete().await.ok::<Completed>();
    app.clock.advance(60 * 60);

    let link = flow(&app, &app.merchant("Other").await, EMAIL).await;
    let auth = link.consent().await.active_auth_session.expect("a sign-in");
    link.credentials(&auth.id, &[("code", RIGHT)]).await.ok::<AuthSession>();
    link.accounts(&auth.id).await.refused(400, "no_eligible_accounts");
}
