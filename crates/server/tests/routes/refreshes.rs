//! `POST /v1/financial_connections/accounts/{id}/refresh`

use serde_json::json;

use crate::harness::{
    App,
    data::{ALL, HELPERS, text},
};

const BANK: &str = "bcinst_test_credentials";

#[tokio::test]
async fn a_refresh_is_pending_and_then_has_data_and_an_event() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    assert_eq!(account.get().await["balance_refresh"], json!(null));
    let begun = account.post("refresh", &[("features[]", "balance")]).await.ok();
    assert_eq!(begun["balance_refresh"]["status"], "pending");
    assert_eq!(begun["balance_refresh"]["next_refresh_available_at"], json!(null));
    let done = account.settled("balance").await;
    let refresh = &done["balance_refresh"];
    assert_eq!((&refresh["status"], refresh.get("id")), (&json!("succeeded"), None));
    assert!(refresh["next_refresh_available_at"].as_i64() > refresh["last_attempted_at"].as_i64());
    assert!(done["balance"]["current"]["usd"].as_i64() > Some(500_000), "{}", done["balance"]);
    let events = app.merchant.events("account.refreshed_balance").await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["data"]["object"], done);
}

#[tokio::test]
async fn a_refresh_too_early_is_not_started_and_no_error() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    let first = account.refreshed("balance").await;
    app.clock.advance(3599);
    assert_eq!(account.post("refresh", &[("features[]", "balance")]).await.ok(), first);
    app.clock.advance(1);
    let again = account.refreshed("balance").await;
    assert_ne!(again["balance_refresh"]["last_attempted_at"], first["balance_refresh"]["last_attempted_at"]);
    assert_eq!(app.merchant.events("account.refreshed_balance").await.len(), 2);
}

#[tokio::test]
async fn only_what_the_person_agreed_to_is_read() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", &[]).await;
    for (feature, permission) in [("ownership", "ownership"), ("transactions", "transactions")] {
        let reply = account.post("refresh", &[("features[]", "balance"), ("features[]", feature)]).await;
        reply.refused(400, "financial_connections_permission_missing", "features");
        let message = text(&reply.body["error"]["message"]);
        assert!(message.contains(&format!("'{permission}'")) && message.contains("new session"), "{message}");
    }
    // Nothing of a refused request was begun.
    assert_eq!(account.get().await["balance_refresh"], json!(null));
    app.link_of(&account.customer, BANK, "Success", &[("permissions[]", "ownership")]).await;
    assert_eq!(account.refreshed("ownership").await["ownership_refresh"]["status"], "succeeded");
}

#[tokio::test]
async fn parameters_are_checked() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    account.post("refresh", &[]).await.refused(400, "parameter_missing", "features");
    account.post("refresh", &[("features[]", "balances")]).await.refused(
        400,
        "parameter_invalid",
        "features",
    );
    let nobody = "/v1/financial_connections/accounts/fca_none/refresh";
    app.merchant.post(nobody, &[("features[]", "balance")]).await.refused(404, "resource_missing", "id");
    let other = app.other_merchant().await;
    let theirs = format!("{}/refresh", account.path());
    other.post(&theirs, &[("features[]", "balance")]).await.refused(404, "resource_missing", "id");
}

#[tokio::test]
async fn accounts_that_do_not_work_are_refused() {
    let app = App::start().await;
    let inactive = app.linked(BANK, "Failure", ALL).await;
    let linked = inactive.get().await;
    assert_eq!(linked["status"], "inactive");
    assert_eq!(linked["status_details"]["inactive"]["cause"], "account_closed");
    let code = "financial_connections_account_inactive";
    inactive.post("refresh", &[("features[]", "balance")]).await.refused(400, code, "id");
    inactive.post("subscribe", &[("features[]", "transactions")]).await.refused(400, code, "id");
    let gone = app.linked(BANK, "Success", ALL).await;
    gone.refreshed("balance").await;
    let before = gone.get().await["balance"].clone();
    gone.post("disconnect", &[]).await.ok();
    gone.post("refresh", &[("features[]", "balance")]).await.refused(400, code, "id");
    assert_eq!(gone.get().await["balance"], before);
}

#[tokio::test]
async fn a_refresh_can_be_made_to_fail_once() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    account.help("fail_next_refresh").await;
    let failed = account.refreshed("balance").await;
    assert_eq!((&failed["balance_refresh"]["status"], &failed["balance"]), (&json!("failed"), &json!(null)));
    assert_eq!(app.merchant.events("account.refreshed_balance").await[0]["data"]["object"], failed);
    app.clock.advance(60);
    let done = account.refreshed("balance").await;
    assert_eq!(done["balance_refresh"]["status"], "succeeded");
}

#[tokio::test]
async fn a_bank_that_is_down_fails_refreshes_and_is_shown_so() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    let down = app.merchant.post(&format!("{HELPERS}/institutions/{BANK}/down"), &[]).await.ok();
    assert_eq!((&down["id"], &down["status"]), (&json!(BANK), &json!("inactive")));
    let failed = account.refreshed("balance").await;
    assert_eq!(failed["balance_refresh"]["status"], "failed");
    assert_eq!(failed["status"], "active");
    let up = app.merchant.post(&format!("{HELPERS}/institutions/{BANK}/up"), &[]).await.ok();
    assert_eq!(up["status"], "active");
    app.clock.advance(60);
    assert_eq!(account.refreshed("balance").await["balance_refresh"]["status"], "succeeded");
    let nowhere = format!("{HELPERS}/institutions/bcinst_none/down");
    app.merchant.post(&nowhere, &[]).await.refused(404, "resource_missing", "id");
}

#[tokio::test]
async fn prefetch_begins_when_the_account_is_linked() {
    let app = App::start().await;
    let more =
        [ALL, &[("prefetch[]", "balances"), ("prefetch[]", "ownership"), ("prefetch[]", "transactions")]]
            .concat();
    let account = app.linked(BANK, "Success", &more).await;
    for feature in ["balance", "ownership", "transactions"] {
        account.settled(feature).await;
        assert_eq!(app.merchant.events(&format!("account.refreshed_{feature}")).await.len(), 1);
    }
    let created = app.merchant.events("account.created").await;
    assert_eq!(created[0]["data"]["object"]["balance_refresh"]["status"], "pending");
    let done = account.get().await;
    assert!(text(&done["ownership"]).starts_with("fcaowns_"));
    assert!(text(&done["transaction_refresh"]["id"]).starts_with("fctxnref_"));
}
