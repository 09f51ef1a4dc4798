//! `account_numbers` of accounts that were linked for payments.

use serde_json::json;

use crate::harness::{App, data::ALL};

const BANK: &str = "bcinst_tokenized";
const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

#[tokio::test]
async fn an_account_for_payments_has_a_number() {
    let app = App::start().await;
    let account = app.linked("bcinst_test_credentials", "Success", ALL).await;
    let numbered = account.until(|account| !account["account_numbers"].is_null()).await;
    assert_eq!(
        numbered["account_numbers"],
        json!([{
            "expected_expiry_date": null,
            "identifier_type": "tokenized_account_number",
            "status": "transactable",
            "supported_networks": ["ach"],
        }])
    );
    assert!(app.merchant.events("account.account_numbers_updated").await.is_empty());
    let without = app.linked("bcinst_test_credentials", "High Balance", &[]).await;
    // Whatever was due would be worked on before this.
    assert_eq!(without.refreshed("balance").await["account_numbers"], json!(null));
    // A second session widens that too.
    app.link_of(&without.customer, "bcinst_test_credentials", "High Balance", ALL).await;
    without.until(|account| !account["account_numbers"].is_null()).await;
}

#[tokio::test]
async fn numbers_expire_as_the_bank_says() {
    let app = App::start().await;
    let linked = async |name: &str| {
        let account = app.linked(BANK, name, ALL).await;
        account.until(|account| !account["account_numbers"].is_null()).await;
        account
    };
    let expired = linked("Expired Number").await;
    let number = expired.get().await["account_numbers"][0].clone();
    assert_eq!(
        (&number["identifier_type"], &number["status"]),
        (&json!("tokenized_account_number"), &json!("deactivated"))
    );

    let month = linked("Number Expires in 30 Days").await;
    let ends = app.clock_now() + 30 * DAY;
    let seen = month.get().await;
    assert_eq!(seen["account_numbers"][0]["expected_expiry_date"], json!(ends));
    let told = app.merchant.events("account.upcoming_account_number_expiry").await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["data"]["object"], seen);

    let at_once = linked("Number Expires at Once").await;
    assert_eq!(at_once.get().await["account_numbers"][0]["status"], "transactable");
    app.advance(5 * MINUTE).await;
    let over = at_once.until(|account| account["account_numbers"][0]["status"] == "expired").await;
    let told = app.merchant.events("account.account_numbers_updated").await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["data"]["object"], over);
    app.advance(30 * DAY).await;
    month.until(|account| account["account_numbers"][0]["status"] == "expired").await;
    assert_eq!(app.merchant.events("account.upcoming_account_number_expiry").await.len(), 2);
}
