//! The page on which a person sees and withdraws what they share.

use linkspan_server::store::sessions::SessionRow;
use linkspan_wire::{
    Permission,
    account::AccountStatus,
    link::{Completed, Manifest, path},
};
use reqwest::StatusCode;
use serde_json::json;

use crate::{
    bank,
    support::{app::App, link::Link},
};

/// What a browser gets.
async fn get(address: &str) -> (StatusCode, String) {
    let reply = reqwest::get(address).await.expect("an answer");
    (reply.status(), reply.text().await.expect("a text"))
}

async fn post(address: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let reply = reqwest::Client::new().post(address).form(fields).send().await.expect("an answer");
    (reply.status(), reply.text().await.expect("a text"))
}

async fn address(link: &Link<'_>) -> String {
    link.manifest().await.sharing_url.expect("an address")
}

async fn status(link: &Link<'_>, account: &str) -> AccountStatus {
    let found =
        linkspan_server::store::accounts::find(link.app.state.store.pool(), &link.merchant.id, account);
    found.await.expect("an answer").expect("the account").status
}

#[tokio::test]
async fn the_page_says_all_that_was_agreed_to() {
    let app = App::start().await;
    let link = Link::new(&app, |session| {
        session.permissions = vec![Permission::Balances, Permission::Transactions].into();
    })
    .await;
    assert_eq!(link.manifest().await.sharing_url, None, "not before the agreement");
    link.consent().await;
    let address = address(&link).await;
    let (code, before) = get(&address).await;
    assert_eq!(code, StatusCode::OK);
    assert!(before.contains("Nothing is shared until you finish"), "{before}");
    assert!(!before.contains("Stop sharing?"));

    link.linked(bank::CREDENTIALS, 2).await;
    let (_, page) = get(&address).await;
    for text in [
        "What you share with Shop",
        "Test (Non-OAuth)",
        "Balances: current and available",
        "Transactions: up to 180 days",
        "Stop sharing",
        "Consent fccons_",
        "</svg>Linkspan</header>",
    ] {
        assert!(page.contains(text), "{text} is not in {page}");
    }
    assert!(!page.contains("Payment numbers"), "nothing that was not asked for");
    assert!(!page.contains("fcsess_") && !page.contains(&link.session.client_secret));
}

#[tokio::test]
async fn the_page_speaks_the_language_of_the_agreement() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let version = link.manifest().await.consent.version;
    let agreed = json!({ "version": version, "locale": "fr-CA" });
    link.post(path::CONSENT_ACQUIRED, agreed).await.ok::<Manifest>();
    let (_, page) = get(&address(&link).await).await;
    assert!(page.contains("Ce que vous partagez avec Shop") && page.contains("lang=\"fr\""), "{page}");
}

#[tokio::test]
async fn stopping_disconnects_the_accounts_and_says_so() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let address = address(&link).await;
    let completed = link.linked(bank::CREDENTIALS, 2).await;
    let withdraw = format!("{address}/withdraw");
    let (code, page) = post(&withdraw, &[]).await;
    assert_eq!(code, StatusCode::OK);
    assert!(page.contains("Stopped. Shop has been told.") && !page.contains("Stop sharing?"), "{page}");
    for account in &completed.session.accounts {
        assert_eq!(status(&link, &account.id).await, AccountStatus::Disconnected);
    }
    let told = "SELECT COUNT(*) FROM events WHERE type = 'financial_connections.account.disconnected'";
    let count = async || -> i64 {
        sqlx::query_scalar(told).fetch_one(app.state.store.pool()).await.expect("a count")
    };
    assert_eq!(count().await, 2);
    post(&withdraw, &[]).await;
    assert_eq!(count().await, 2, "told once");
}

#[tokio::test]
async fn nothing_can_be_stopped_before_something_is_shared() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let address = address(&link).await;
    let (_, page) = post(&format!("{address}/withdraw"), &[]).await;
    assert!(page.contains("Nothing is shared until"), "{page}");
    assert_eq!(link.linked(bank::CREDENTIALS, 1).await.session.accounts.len(), 1);
}

#[tokio::test]
async fn what_is_chosen_is_seen_and_stopped_before_the_flow_is_left() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let address = address(&link).await;
    let (auth, offered) = link.authorized(bank::CREDENTIALS).await;
    link.select(&auth.id, &[&offered.data[0].id]).await.ok::<Manifest>();
    let (_, page) = get(&address).await;
    for text in [
        "Test (Non-OAuth)",
        "Success",
        "Chosen, not shared yet",
        "are shared when you finish",
        "Stop sharing",
    ] {
        assert!(page.contains(text), "{text} is not in {page}");
    }
    let receipt = get(&format!("{address}/receipt")).await.1;
    assert!(receipt.contains("Test (Non-OAuth)") && receipt.contains("Chosen, not shared yet"), "{receipt}");

    let (_, page) = post(&format!("{address}/withdraw"), &[]).await;
    assert!(page.contains("Stopped.") && !page.contains("Chosen"), "{page}");
    let completed: Completed = link.complete().await.ok();
    assert_eq!(completed.session.accounts.len(), 1);
    assert_eq!(app.count("SELECT COUNT(*) FROM accounts WHERE status = 'disconnected'").await, 1);
}

#[tokio::test]
async fn a_receipt_can_be_kept() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let address = address(&link).await;
    link.linked(bank::CREDENTIALS, 1).await;
    let reply = reqwest::get(format!("{address}/receipt")).await.expect("an answer");
    let disposition = reply.headers()["content-disposition"].to_str().expect("a text").to_owned();
    assert!(disposition.starts_with("attachment; filename=\"fccons_"), "{disposition}");
    let text = reply.text().await.expect("a text");
    for line in
        ["Receipt: what you share with Shop", "How long", &*address, "Balances: current and available"]
    {
        assert!(text.contains(line), "{line} is not in {text}");
    }
}

#[tokio::test]
async fn no_other_address_opens_a_page() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let address = address(&link).await;
    let origin = address.split("/sharing/").next().expect("an origin");
    for wrong in ["x", "fccons_1", &link.session.id] {
        for end in ["", "/receipt"] {
            let (code, page) = get(&format!("{origin}/sharing/{wrong}{end}")).await;
            assert_eq!(code, StatusCode::NOT_FOUND);
            assert!(page.contains("There is nothing here"));
        }
        assert_eq!(post(&format!("{origin}/sharing/{wrong}/withdraw"), &[]).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn typed_in_numbers_are_confirmed_there() {
    let app = App::start().await;
    let link = Link::new(&app, |session: &mut SessionRow| {
        session.manual_entry = "automatic".into();
        session.permissions = vec![Permission::PaymentMethod].into();
    })
    .await;
    link.consent().await;
    let address = address(&link).await;
    let numbers = json!({ "routing_number": "110000000", "account_number": "000123456789" });
    link.post(path::ATTACH_BANK_ACCOUNT, numbers).await.ok::<Manifest>();
    let completed: Completed = link.complete().await.ok();
    let account = &*completed.session.accounts[0].id;
    let (_, page) = get(&address).await;
    assert!(page.contains("Confirm the account ending in 6789"), "{page}");

    let deposits = format!("{address}/deposits");
    let (code, page) = post(&deposits, &[("account", account)]).await;
    assert!(code == StatusCode::BAD_REQUEST && page.contains("Enter both amounts, such as"), "{page}");
    let (_, page) = post(&deposits, &[("account", account), ("first", "a lot"), ("second", "2")]).await;
    assert!(page.contains("Enter both amounts") && page.contains("value=\"a lot\""), "{page}");
    let (code, page) = post(&deposits, &[("account", account), ("first", "0.01"), ("second", "2")]).await;
    assert!(code == StatusCode::BAD_REQUEST && page.contains("Tries left: 9."), "{page}");
    assert_eq!(page.matches("aria-invalid=\"true\"").count(), 2, "the amounts, not the code: {page}");
    let (_, page) = post(&deposits, &[("account", account), ("code", "SM22BB")]).await;
    assert!(page.matches("aria-invalid=\"true\"").count() == 1 && !page.contains("SM22BB"), "{page}");
    let (_, page) = post(&deposits, &[("account", "fca_other"), ("code", "SM11AA")]).await;
    assert!(page.contains("Confirm the account ending in"), "only an account of this page");
    let (code, page) = post(&deposits, &[("account", account), ("code", "sm11aa")]).await;
    assert!(code == StatusCode::OK && page.contains("Confirmed."), "{page}");
    assert!(!page.contains("Confirm the account ending in"));
}

#[tokio::test]
async fn what_was_told_wrong_too_often_is_said_and_no_more_than_is_shared_is_listed() {
    let app = App::start().await;
    let link = Link::new(&app, |session: &mut SessionRow| {
        session.manual_entry = "automatic".into();
        session.permissions = vec![Permission::PaymentMethod, Permission::Balances].into();
    })
    .await;
    link.consent().await;
    let address = address(&link).await;
    assert!(get(&address).await.1.contains("Balances: current and available"), "what is agreed to");
    let numbers = json!({ "routing_number": "110000000", "account_number": "000123456789" });
    link.post(path::ATTACH_BANK_ACCOUNT, numbers).await.ok::<Manifest>();
    let completed: Completed = link.complete().await.ok();
    let account = &*completed.session.accounts[0].id;
    let (_, page) = get(&address).await;
    assert!(page.contains("Payment numbers") && !page.contains("Balances: current"), "typed in: {page}");
    assert!(!page.contains("Wrong too often") && !page.contains("wrong too often"), "{page}");
    for _ in 0..10 {
        let wrong = [("account", account), ("first", "1"), ("second", "2")];
        post(&format!("{address}/deposits"), &wrong).await;
    }
    let (_, page) = get(&address).await;
    assert!(page.contains("Not confirmed: wrong too often."), "{page}");
    assert!(!page.contains("Interrupted") && !page.contains("Confirm the account ending in"), "{page}");
}

#[tokio::test]
async fn who_agreed_once_more_is_told_where_that_is() {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let customer = app.customer(&merchant).await;
    let link = Link::of(&app, &merchant, &customer, |_| {}).await;
    link.consent().await;
    let first = address(&link).await;
    link.linked(bank::CREDENTIALS, 1).await;
    post(&format!("{first}/withdraw"), &[]).await;
    let (_, page) = get(&first).await;
    assert!(page.contains("Shop gets no new data"), "{page}");
    Link::of(&app, &merchant, &customer, |_| {}).await.linked(bank::CREDENTIALS, 1).await;
    let (_, page) = get(&first).await;
    assert!(page.contains("you agreed once more"), "{page}");
}
