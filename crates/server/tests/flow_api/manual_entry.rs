//! Account numbers that are typed in.

use linkspan_server::{
    microdeposits::{self, Told, Verdict},
    store::{
        accounts,
        sessions::{self, SessionRow},
    },
};
use linkspan_wire::{
    Permission,
    error::code,
    link::{Completed, Manifest, Pane, path},
    session::{CancelledReason, ManualEntryMode, SessionStatus},
};
use serde_json::{Value, json};

use crate::{
    bank,
    support::{app::App, link::Link},
};

const ROUTING: &str = "110000000";
const ACCOUNT: &str = "000123456789";

fn manual(session: &mut SessionRow) {
    session.manual_entry = "automatic".into();
    session.permissions = vec![Permission::Balances, Permission::PaymentMethod].into();
}

async fn attach(link: &Link<'_>, routing: &str, account: &str) -> crate::support::link::Reply {
    let body = json!({ "routing_number": routing, "account_number": account });
    link.post(path::ATTACH_BANK_ACCOUNT, body).await
}

#[tokio::test]
async fn typed_in_numbers_become_a_linked_account() {
    let app = App::start().await;
    let link = Link::new(&app, manual).await;
    assert_eq!(link.manifest().await.manual_entry, ManualEntryMode::Automatic);
    link.consent().await;
    let found: Value = link.post(path::ROUTING_NUMBER, json!({ "routing_number": ROUTING })).await.ok();
    assert_eq!(found["bank"], "Test (Non-OAuth)");

    let manifest: Manifest = attach(&link, ROUTING, ACCOUNT).await.ok();
    assert_eq!((manifest.next_pane, manifest.awaits_microdeposits), (Pane::Success, true));
    let again: Manifest = attach(&link, ROUTING, ACCOUNT).await.ok();
    assert_eq!(again.linked_accounts, manifest.linked_accounts, "an answer that got lost is asked again");

    let completed: Completed = link.complete().await.ok();
    assert!(completed.typed_in, "a page that was loaded again asks nothing else");
    let [linked] = &completed.session.accounts[..] else { panic!("{completed:?}") };
    assert_eq!((linked.last4.as_deref(), &*linked.institution_name), (Some("6789"), "Test (Non-OAuth)"));
    assert_eq!(linked.permissions, [Permission::PaymentMethod], "nobody can read its balance");
}

#[tokio::test]
async fn numbers_are_taken_where_they_are_from_only() {
    let app = App::start().await;
    for (country, mode) in [("CA", ManualEntryMode::Disabled), ("us", ManualEntryMode::Automatic)] {
        let link = Link::new(&app, |session| {
            manual(session);
            session.filters.country = Some(country.into());
        })
        .await;
        assert_eq!(link.consent().await.manual_entry, mode, "{country}");
        let reply = attach(&link, ROUTING, ACCOUNT).await;
        match mode {
            ManualEntryMode::Disabled => drop(reply.refused(400, "step_not_allowed")),
            _ => drop(reply.ok::<Manifest>()),
        }
    }
}

#[tokio::test]
async fn whoever_told_what_was_paid_in_is_not_asked_again() {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let customer = app.customer(&merchant).await;
    for awaited in [true, false] {
        let link = Link::of(&app, &merchant, &customer, manual).await;
        link.consent().await;
        let manifest: Manifest = attach(&link, ROUTING, ACCOUNT).await.ok();
        assert_eq!((manifest.typed_in, manifest.awaits_microdeposits), (true, awaited));
        let completed: Completed = link.complete().await.ok();
        let told = Told::Amounts([32, 45]);
        let account = &completed.session.accounts[0].id;
        let verdict = microdeposits::tell(&app.state, &merchant.id, account, &told).await;
        assert_eq!(verdict.expect("an answer"), Verdict::Verified);
    }
}

#[tokio::test]
async fn the_same_numbers_are_the_same_account() {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let customer = app.customer(&merchant).await;
    let mut ids = Vec::new();
    for account in [ACCOUNT, ACCOUNT, "987"] {
        let link = Link::of(&app, &merchant, &customer, manual).await;
        link.consent().await;
        attach(&link, ROUTING, account).await.ok::<Manifest>();
        let completed: Completed = link.complete().await.ok();
        ids.push(completed.session.accounts[0].id.clone());
    }
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[0], ids[2]);
}

#[tokio::test]
async fn what_cannot_be_a_number_is_refused_by_name() {
    let app = App::start().await;
    let link = Link::new(&app, manual).await;
    attach(&link, ROUTING, ACCOUNT).await.refused(400, "step_not_allowed");
    link.consent().await;
    for (routing, account, param) in [
        ("110000001", ACCOUNT, "routing_number"),
        ("11000000", ACCOUNT, "routing_number"),
        ("", ACCOUNT, "routing_number"),
        (ROUTING, "", "account_number"),
        (ROUTING, "12 34", "account_number"),
        (ROUTING, "123456789012345678", "account_number"),
    ] {
        let error = attach(&link, routing, account).await.refused(400, "parameter_invalid");
        assert_eq!(error.param.as_deref(), Some(param), "{routing} {account}");
        assert!(!error.message.unwrap_or_default().contains(ACCOUNT));
    }
    let wrong = json!({ "routing_number": "123456789" });
    link.post(path::ROUTING_NUMBER, wrong).await.refused(400, "parameter_invalid");
}

#[tokio::test]
async fn numbers_are_taken_only_where_the_session_takes_them() {
    let app = App::start().await;
    let off = Link::new(&app, |session| session.permissions = vec![Permission::PaymentMethod].into()).await;
    let useless = Link::new(&app, |session| session.manual_entry = "automatic".into()).await;
    for link in [off, useless] {
        assert_eq!(link.manifest().await.manual_entry, ManualEntryMode::Disabled);
        link.consent().await;
        attach(&link, ROUTING, ACCOUNT).await.refused(400, "step_not_allowed");
    }
    let full = Link::new(&app, |session| {
        manual(session);
        session.limit_accounts = Some(1);
    })
    .await;
    full.consent().await;
    attach(&full, ROUTING, ACCOUNT).await.ok::<Manifest>();
    attach(&full, ROUTING, "42").await.refused(400, "step_not_allowed");
}

#[tokio::test]
async fn a_merchant_that_takes_numbers_itself_reads_that_in_the_session() {
    let app = App::start().await;
    let link = Link::new(&app, |session| session.manual_entry = "custom".into()).await;
    assert_eq!(link.manifest().await.manual_entry, ManualEntryMode::Custom);
    link.consent().await;
    attach(&link, ROUTING, ACCOUNT).await.refused(400, "step_not_allowed");
    let error = json!({ "type": "invalid_request_error", "code": code::CUSTOM_MANUAL_ENTRY });
    for _ in 0..2 {
        let completed: Completed = link.post(path::COMPLETE, json!({ "terminal_error": error })).await.ok();
        assert_eq!(completed.session.accounts, []);
    }
    let row = sessions::find_by_id(app.state.store.pool(), &link.session.id).await.expect("an answer");
    let row = row.expect("the session");
    assert_eq!(row.stored_status(), SessionStatus::Cancelled);
    assert_eq!(row.cancelled_reason(), CancelledReason::CustomManualEntry);

    let other = Link::new(&app, manual).await;
    other.post(path::COMPLETE, json!({ "terminal_error": error })).await.ok::<Completed>();
    let row = sessions::find_by_id(app.state.store.pool(), &other.session.id).await.expect("an answer");
    assert_eq!(row.expect("the session").stored_status(), SessionStatus::Failed);
}

#[tokio::test]
async fn a_sign_in_under_way_is_given_up_and_a_bank_can_be_added() {
    let app = App::start().await;
    let link = Link::new(&app, manual).await;
    link.consent().await;
    link.choose(bank::CREDENTIALS).await;
    let manifest: Manifest = attach(&link, ROUTING, ACCOUNT).await.ok();
    assert_eq!(manifest.next_pane, Pane::Success);
    link.link_more().await.ok::<Manifest>();
    let completed = link.linked(bank::CREDENTIALS, 1).await;
    assert_eq!(completed.session.accounts.len(), 2);
}

#[tokio::test]
async fn numbers_are_nowhere_in_clear() {
    let app = App::start().await;
    let link = Link::new(&app, manual).await;
    link.consent().await;
    attach(&link, ROUTING, ACCOUNT).await.ok::<Manifest>();
    let pool = app.state.store.pool();
    let sealed = async |query: &'static str| {
        let texts: Vec<String> = sqlx::query_scalar(query).fetch_all(pool).await.expect("rows");
        assert!(!texts.is_empty(), "{query}");
        assert!(texts.iter().all(|text| !text.contains(ACCOUNT) && !text.contains("SM11AA")), "{query}");
    };
    // While the session is open.
    sealed("SELECT access_token FROM auth_sessions").await;
    sealed("SELECT offered FROM auth_sessions").await;
    let completed: Completed = link.complete().await.ok();
    let account = accounts::find(pool, &link.merchant.id, &completed.session.accounts[0].id).await;
    let account = account.expect("an answer").expect("the account");
    assert!(!serde_json::to_string(&account).expect("JSON").contains(ACCOUNT));
    sealed("SELECT access_token FROM authorizations").await;
    sealed("SELECT draft FROM selections").await;
    sealed("SELECT expected FROM microdeposits").await;
}
