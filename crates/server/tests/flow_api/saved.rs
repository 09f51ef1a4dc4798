//! People who saved their accounts: a code instead of a sign-in.

use linkspan_server::store::{auth_sessions, customers, sessions::SessionRow};
use linkspan_wire::{
    account::Subcategory,
    error::reason,
    link::{
        AuthSession, AuthStatus, Completed, Manifest, Pane, PartnerAccounts, StepKind, institution::SAVED,
    },
};

use reqwest::StatusCode;

use crate::{
    bank,
    support::{
        app::{App, TestMerchant},
        link::Link,
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
pub(crate) async fn chosen(link: &Link<'_>) {
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
    assert_eq!(error(&tell("000003").await).code, "too_often");
    link.accounts(&auth.id).await.refused(400, "step_not_allowed");
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
    let over: AuthSession = link.credentials(&auth.id, &[("code", RIGHT)]).await.ok();
    assert_eq!(over.status, AuthStatus::Pending, "the right one comes too late");
    assert_eq!(over.step.and_then(|step| step.error).map(|error| error.code).as_deref(), Some("too_often"));
    // Two were sent: one to save, one here. After five nobody is written to for an hour.
    for _ in 0..3 {
        assert_eq!(flow(&app, &merchant, EMAIL).await.consent().await.next_pane, Pane::PartnerAuth);
    }
    let silent = flow(&app, &merchant, EMAIL).await;
    assert_eq!(silent.consent().await.next_pane, Pane::InstitutionPicker);
    chosen(&silent).await;
    let begun: AuthSession = silent.choose(SAVED).await.ok();
    let asked: AuthSession = silent.credentials(&begun.id, &[("email", EMAIL)]).await.ok();
    let error = asked.step.and_then(|step| step.error).expect("an error");
    assert_eq!((&*error.code, error.field.as_deref()), ("too_many", Some("email")));
}

#[tokio::test]
async fn a_new_code_can_be_sent() {
    let app = App::start().await;
    somebody(&app).await;
    let link = flow(&app, &app.merchant("Other").await, EMAIL).await;
    let auth = link.consent().await.active_auth_session.expect("a sign-in");
    let ways = ways(&auth);
    assert_eq!(ways, ["Send a new code"], "without a phone");
    link.credentials(&auth.id, &[("send", "phone")]).await.refused(400, "parameter_invalid");
    link.credentials(&auth.id, &[("code", "000001")]).await.ok::<AuthSession>();
    let again: AuthSession = link.credentials(&auth.id, &[("send", "email")]).await.ok();
    assert_eq!(prompt(&again), "New code sent to M•••@mail.example");
    assert_eq!(again.step.as_ref().and_then(|step| step.error.as_ref()), None);
    let wrong: AuthSession = link.credentials(&auth.id, &[("code", "000001")]).await.ok();
    let error = wrong.step.and_then(|step| step.error).expect("an error");
    assert_eq!(error.attempts_left, Some(4), "of the new one");
    for _ in 0..2 {
        link.credentials(&auth.id, &[("send", "email")]).await.ok::<AuthSession>();
    }
    let over: AuthSession = link.credentials(&auth.id, &[("send", "email")]).await.ok();
    assert_eq!(over.step.and_then(|step| step.error).map(|error| error.code).as_deref(), Some("too_many"));
    let known: AuthSession = link.credentials(&auth.id, &[("code", RIGHT)]).await.ok();
    assert_eq!(known.status, AuthStatus::Authorized, "the last one is good all the same");
}

#[tokio::test]
async fn a_phone_is_shown_to_be_theirs_before_codes_go_there() {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let link = flow(&app, &merchant, EMAIL).await;
    chosen(&link).await;
    let begun: AuthSession = link.choose(SAVED).await.ok();
    let fields: Vec<_> = begun.step.iter().flat_map(|step| &step.fields).collect();
    assert_eq!((fields.len(), fields[1].optional), (2, true));
    for wrong in ["212 555 0123", "+1 212", "nobody"] {
        let asked: AuthSession =
            link.credentials(&begun.id, &[("email", EMAIL), ("phone", wrong)]).await.ok();
        let error = asked.step.and_then(|step| step.error).expect("an error");
        assert_eq!((&*error.code, error.field.as_deref()), ("incorrect", Some("phone")), "{wrong}");
    }
    let values = [("email", EMAIL), ("phone", "+1 (212) 555-0123")];
    link.credentials(&begun.id, &values).await.ok::<AuthSession>();
    let next: AuthSession = link.credentials(&begun.id, &[("code", RIGHT)]).await.ok();
    assert_eq!((next.status, prompt(&next)), (AuthStatus::Pending, "Code sent to your phone".into()));
    assert_eq!(app.count("SELECT COUNT(*) FROM saved_accounts").await, 0, "not half of it");
    let texts = app.count("SELECT COUNT(*) FROM mails WHERE channel = 'sms'").await;
    assert_eq!(texts, 1);
    let done: AuthSession = link.credentials(&begun.id, &[("code", RIGHT)]).await.ok();
    assert_eq!(done.status, AuthStatus::Authorized);
    let clear = app.count("SELECT COUNT(*) FROM consumers WHERE phone LIKE '%555%'").await;
    assert_eq!((clear, app.count("SELECT COUNT(phone) FROM consumers").await), (0, 1), "sealed");
    link.complete().await.ok::<Completed>();

    // Who returns chooses where the code goes; the number is not shown before it.
    let link = flow(&app, &app.merchant("Other").await, EMAIL).await;
    let auth = link.consent().await.active_auth_session.expect("a sign-in");
    assert_eq!(ways(&auth), ["Send a new code by e-mail", "Send a new code by text message"]);
    let by_text: AuthSession = link.credentials(&auth.id, &[("send", "phone")]).await.ok();
    assert_eq!(prompt(&by_text), "New code sent to your phone");
    assert!(!format!("{auth:?}{by_text:?}").contains("23\""), "{by_text:?}");
    assert_eq!(app.count("SELECT COUNT(*) FROM mails WHERE channel = 'sms'").await, 2);
    let known: AuthSession = link.credentials(&auth.id, &[("code", RIGHT)]).await.ok();
    assert_eq!(known.status, AuthStatus::Authorized);
}

#[tokio::test]
async fn a_phone_that_was_not_shown_to_be_theirs_is_not_kept() {
    let app = App::start().await;
    let link = flow(&app, &app.merchant("Shop").await, EMAIL).await;
    chosen(&link).await;
    let begun: AuthSession = link.choose(SAVED).await.ok();
    let values = [("email", EMAIL), ("phone", "+12125550123")];
    link.credentials(&begun.id, &values).await.ok::<AuthSession>();
    link.credentials(&begun.id, &[("code", RIGHT)]).await.ok::<AuthSession>();
    let again: AuthSession = link.credentials(&begun.id, &[("code", "000003")]).await.ok();
    let step = again.step.expect("a step");
    assert_eq!(
        (step.kind, step.error.map(|error| error.code).as_deref()),
        (StepKind::Code, Some("too_often"))
    );
    assert_eq!(app.count("SELECT COUNT(phone) FROM consumers").await, 0);
    assert_eq!(app.count("SELECT COUNT(*) FROM saved_accounts").await, 0);
    link.cancel(&begun.id).await;
    let begun: AuthSession = link.choose(SAVED).await.ok();
    link.credentials(&begun.id, &[("email", EMAIL)]).await.ok::<AuthSession>();
    let done: AuthSession = link.credentials(&begun.id, &[("code", RIGHT)]).await.ok();
    assert_eq!(done.status, AuthStatus::Authorized, "saved without a phone");
    assert_eq!(app.count("SELECT COUNT(phone) FROM consumers").await, 0);
}

fn prompt(auth: &AuthSession) -> String {
    auth.step.iter().flat_map(|step| &step.fields).find_map(|field| field.prompt.clone()).expect("a prompt")
}

/// Where a new code can be sent.
fn ways(auth: &AuthSession) -> Vec<&str> {
    let fields = auth.step.iter().flat_map(|step| &step.fields);
    fields.flat_map(|field| &field.choices).map(|choice| &*choice.label).collect()
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
    let refused = link.accounts(&auth.id).await.refused(400, "no_eligible_accounts");
    let extra = refused.extra_fields.expect("why");
    assert_eq!(extra.reason.as_deref(), Some(reason::NEEDS_SIGN_IN));
    assert_eq!(extra.institution_name.as_deref(), Some("Inactive Accounts"));
    let stored = auth_sessions::find(app.state.store.pool(), &link.session.id, &auth.id).await;
    let offered = stored.expect("an answer").expect("a row").offered(&app.state.keyring);
    let offered = offered.expect("sealed under this key").expect("what was offered");
    link.select(&auth.id, &[&offered[0].id]).await.refused(400, "parameter_invalid");
}

#[tokio::test]
async fn all_accounts_at_a_bank_that_is_away_can_still_be_shared() {
    let app = App::start().await;
    somebody(&app).await;
    let link = flow(&app, &app.merchant("Other").await, EMAIL).await;
    let auth = link.consent().await.active_auth_session.expect("a sign-in");
    link.credentials(&auth.id, &[("code", RIGHT)]).await.ok::<AuthSession>();
    app.desk.break_path("/accounts", StatusCode::SERVICE_UNAVAILABLE);
    let accounts: PartnerAccounts = link.accounts(&auth.id).await.ok();
    assert_eq!(accounts.data.iter().filter(|row| row.selectable()).count(), 2, "{:?}", accounts.data);
    let all: Vec<&str> = accounts.data.iter().map(|row| &*row.id).collect();
    let chosen: Manifest = link.select(&auth.id, &all).await.ok();
    assert_eq!(chosen.linked_accounts.len(), 2);
}

#[tokio::test]
async fn whoever_goes_back_from_the_code_is_greeted_again() {
    let app = App::start().await;
    somebody(&app).await;
    let link = flow(&app, &app.merchant("Other").await, EMAIL).await;
    let first = link.consent().await.active_auth_session.expect("a sign-in");
    let twice = link.consent().await.active_auth_session.expect("a sign-in");
    assert_eq!(twice.id, first.id, "agreed twice is greeted once");
    link.cancel(&first.id).await;
    let banks: Manifest = link.link_more().await.ok();
    assert_eq!(banks.saved_accounts.map(|saved| saved.id).as_deref(), Some(SAVED));
    let again = link.consent().await;
    assert_eq!(again.next_pane, Pane::PartnerAuth);
    let again = again.active_auth_session.expect("a sign-in");
    let known: AuthSession = link.credentials(&again.id, &[("code", RIGHT)]).await.ok();
    assert_eq!((known.status, known.next_pane), (AuthStatus::Authorized, Pane::AccountPicker));
}

#[tokio::test]
async fn saved_accounts_can_be_asked_for_until_something_is_linked() {
    let app = App::start().await;
    somebody(&app).await;
    let link = flow(&app, &app.merchant("Other").await, EMAIL).await;
    let first = link.consent().await.active_auth_session.expect("a sign-in");
    link.cancel(&first.id).await;
    link.choose(bank::CREDENTIALS).await.ok::<AuthSession>();
    assert_eq!(link.consent().await.active_auth_session.expect("one").institution.id, bank::CREDENTIALS);
    let asked: AuthSession = link.choose(SAVED).await.ok();
    assert_eq!(asked.step.as_ref().map(|step| step.kind), Some(StepKind::Code));
    link.credentials(&asked.id, &[("code", RIGHT)]).await.ok::<AuthSession>();
    let accounts: PartnerAccounts = link.accounts(&asked.id).await.ok();
    let chosen: Manifest = link.select(&asked.id, &[&accounts.data[0].id]).await.ok();
    assert_eq!(chosen.saved_accounts, None);
}

#[tokio::test]
async fn a_saved_code_that_took_too_long_is_told_and_asked_anew() {
    let app = App::start().await;
    somebody(&app).await;
    let link = flow(&app, &app.merchant("Other").await, EMAIL).await;
    let late = link.consent().await.active_auth_session.expect("a sign-in");
    app.clock.advance(15 * 60);
    let told: AuthSession = link.credentials(&late.id, &[("code", RIGHT)]).await.ok();
    assert_eq!((told.status, told.next_pane), (AuthStatus::Expired, Pane::PartnerAuth));
    let again: AuthSession = link.choose(SAVED).await.ok();
    let known: AuthSession = link.credentials(&again.id, &[("code", RIGHT)]).await.ok();
    assert_eq!((known.status, known.next_pane), (AuthStatus::Authorized, Pane::AccountPicker));
}

#[tokio::test]
async fn saving_that_took_too_long_is_told_and_begins_anew() {
    let app = App::start().await;
    let link = flow(&app, &app.merchant("Shop").await, EMAIL).await;
    chosen(&link).await;
    let late: AuthSession = link.choose(SAVED).await.ok();
    app.clock.advance(15 * 60);
    let told: AuthSession = link.credentials(&late.id, &[("email", EMAIL)]).await.ok();
    assert_eq!(told.status, AuthStatus::Expired);
    let after = link.manifest().await;
    assert_eq!((after.next_pane, after.offer_save), (Pane::Success, true), "told once");
    assert_eq!(saved(&link, EMAIL, RIGHT).await.status, AuthStatus::Authorized);
}

#[tokio::test]
async fn what_is_added_after_saving_is_saved_without_a_further_code() {
    let app = App::start().await;
    let link = flow(&app, &app.merchant("Shop").await, EMAIL).await;
    chosen(&link).await;
    saved(&link, EMAIL, RIGHT).await;
    link.link_more().await.ok::<Manifest>();
    let (more, accounts) = link.authorized(bank::KEYWORDS).await;
    let added: Manifest = link.select(&more.id, &[&accounts.data[0].id]).await.ok();
    assert!(added.offer_save, "one is not saved");
    let mails = app.count("SELECT COUNT(*) FROM mails").await;
    let done: AuthSession = link.choose(SAVED).await.ok();
    assert_eq!((done.status, done.next_pane), (AuthStatus::Authorized, Pane::Success));
    let after = link.manifest().await;
    assert_eq!((after.next_pane, after.offer_save), (Pane::Success, false));
    assert_eq!(app.count("SELECT COUNT(*) FROM saved_accounts").await, 3);
    assert_eq!(app.count("SELECT COUNT(*) FROM mails").await, mails, "nobody was written to");
}

#[tokio::test]
async fn nobody_is_asked_for_a_code_that_would_lead_to_nothing() {
    let app = App::start().await;
    somebody(&app).await;
    let merchant = app.merchant("Other").await;
    let customer = customer(&app, &merchant, EMAIL).await;
    for (kind, pane) in
        [(Subcategory::Checking, Pane::PartnerAuth), (Subcategory::Mortgage, Pane::InstitutionPicker)]
    {
        let wanted = |row: &mut SessionRow| row.filters.account_subcategories = Some(vec![kind]);
        let link = Link::of(&app, &merchant, &customer, wanted).await;
        assert_eq!(link.consent().await.next_pane, pane, "{kind:?}");
    }
}
