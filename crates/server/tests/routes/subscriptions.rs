//! `POST /v1/financial_connections/accounts/{id}/subscribe` and `/unsubscribe`

use serde_json::json;

use crate::harness::{
    App,
    data::{ALL, text},
};

const BANK: &str = "bcinst_test_credentials";
const DAY: i64 = 24 * 60 * 60;
const TRANSACTIONS: &[(&str, &str)] = &[("features[]", "transactions")];

#[tokio::test]
async fn a_subscription_refreshes_at_once_and_then_daily() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    let begun = account.post("subscribe", TRANSACTIONS).await.ok();
    assert_eq!(begun["subscriptions"], json!(["transactions"]));
    assert_eq!(begun["transaction_refresh"]["status"], "pending");
    let mut last = text(&begun["transaction_refresh"]["id"]);
    account.settled("transactions").await;
    for _ in 0..3 {
        app.advance(DAY).await;
        let next = account
            .until(|account| {
                let refresh = &account["transaction_refresh"];
                refresh["id"] != json!(last) && refresh["status"] == "succeeded"
            })
            .await;
        last = text(&next["transaction_refresh"]["id"]);
    }
    assert_eq!(app.merchant.events("account.refreshed_transactions").await.len(), 4);
    // A second time changes nothing.
    assert_eq!(account.post("subscribe", TRANSACTIONS).await.ok(), account.get().await);

    let ended = account.post("unsubscribe", TRANSACTIONS).await.ok();
    assert_eq!(ended["subscriptions"], json!([]));
    app.advance(2 * DAY).await;
    // Whatever was due would be worked on before this.
    account.refreshed("balance").await;
    assert_eq!(app.merchant.events("account.refreshed_transactions").await.len(), 4);
}

#[tokio::test]
async fn parameters_and_permissions_are_checked() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", &[]).await;
    for action in ["subscribe", "unsubscribe"] {
        account.post(action, &[]).await.refused(400, "parameter_missing", "features");
        let wrong = account.post(action, &[("features[]", "balance")]).await;
        wrong.refused(400, "parameter_invalid", "features");
    }
    let missing = "financial_connections_permission_missing";
    account.post("subscribe", TRANSACTIONS).await.refused(400, missing, "features");
    assert_eq!(account.post("unsubscribe", TRANSACTIONS).await.ok()["subscriptions"], json!([]));
}
