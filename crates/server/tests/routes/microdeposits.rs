//! Telling what was paid into an account whose numbers were typed in.

use linkspan_wire::link::path;
use serde_json::{Value, json};

use crate::harness::{
    App,
    data::{ACCOUNTS, Linked, text},
};

/// An account whose numbers were typed in.
async fn typed_in(app: &App) -> Linked<'_> {
    let customer = app.merchant.customer().await;
    typed_in_by(app, customer).await
}

async fn typed_in_by(app: &App, customer: String) -> Linked<'_> {
    let options = [("permissions[]", "payment_method"), ("manual_entry[mode]", "automatic")];
    let session = app.merchant.session_of(&customer, &options).await.ok();
    app.agree(&app.merchant, &session).await;
    let numbers = json!({ "routing_number": "110000000", "account_number": "000123456789" });
    app.step(&app.merchant, &session, path::ATTACH_BANK_ACCOUNT, numbers).await;
    let completed = app.step(&app.merchant, &session, path::COMPLETE, json!({})).await;
    Linked { app, customer, id: text(&completed["session"]["accounts"][0]["id"]) }
}

fn numbers(account: &Value) -> &Value {
    &account["account_numbers"][0]["status"]
}

#[tokio::test]
async fn the_right_amounts_make_the_number_usable() {
    let app = App::start().await;
    let account = typed_in(&app).await;
    let pending = account.until(|account| !account["account_numbers"].is_null()).await;
    assert_eq!(numbers(&pending), "pending");
    assert_eq!(pending["account_numbers"][0]["identifier_type"], "account_number");

    let wrong = account.post("verify_microdeposits", &[("amounts[]", "1"), ("amounts[]", "2")]).await;
    wrong.refused(400, "payment_method_microdeposit_verification_amounts_mismatch", "amounts");
    account.post("verify_microdeposits", &[("amounts[]", "45"), ("amounts[]", "32")]).await.ok();
    let usable = account.until(|account| numbers(account) == "transactable").await;
    assert_eq!(app.merchant.events("account.account_numbers_updated").await[0]["data"]["object"], usable);
    // Told once is told.
    account.post("verify_microdeposits", &[("descriptor_code", "SM00XX")]).await.ok();
}

#[tokio::test]
async fn the_code_does_as_well() {
    let app = App::start().await;
    let account = typed_in(&app).await;
    let wrong = account.post("verify_microdeposits", &[("descriptor_code", "SM22BB")]).await;
    let mismatch = "payment_method_microdeposit_verification_descriptor_code_mismatch";
    wrong.refused(400, mismatch, "descriptor_code");
    account.post("verify_microdeposits", &[("descriptor_code", "sm11aa")]).await.ok();
    account.until(|account| numbers(account) == "transactable").await;
}

#[tokio::test]
async fn tries_are_limited() {
    let app = App::start().await;
    let account = typed_in(&app).await;
    for _ in 0..9 {
        account.post("verify_microdeposits", &[("descriptor_code", "SM22BB")]).await;
    }
    for code in ["SM22BB", "SM11AA"] {
        let reply = account.post("verify_microdeposits", &[("descriptor_code", code)]).await;
        assert_eq!(
            reply.body["error"]["code"], "payment_method_microdeposit_verification_attempts_exceeded",
            "{code}"
        );
    }
    assert_eq!(account.get().await["status"], "inactive");
    assert_eq!(app.merchant.events("account.deactivated").await.len(), 1);

    // As the error says: linked again, it can be confirmed again.
    let again = typed_in_by(&app, account.customer.clone()).await;
    assert_eq!((&again.id, &again.get().await["status"]), (&account.id, &json!("active")));
    again.post("verify_microdeposits", &[("descriptor_code", "SM11AA")]).await.ok();
}

#[tokio::test]
async fn what_is_told_has_to_make_sense() {
    let app = App::start().await;
    let account = typed_in(&app).await;
    let tell = async |params: &[(&str, &str)]| account.post("verify_microdeposits", params).await;
    tell(&[]).await.refused(400, "parameter_missing", "amounts");
    let both = [("amounts[]", "1"), ("amounts[]", "2"), ("descriptor_code", "SM11AA")];
    tell(&both).await.refused(400, "parameters_exclusive", "descriptor_code");
    let invalid = "payment_method_microdeposit_verification_amounts_invalid";
    tell(&[("amounts[]", "1")]).await.refused(400, invalid, "amounts");
    tell(&[("amounts[]", "1"), ("amounts[]", "x")]).await.refused(400, invalid, "amounts");
    let other = app.linked("bcinst_test_credentials", "Success", &[]).await;
    let reply = other.post("verify_microdeposits", &[("descriptor_code", "SM11AA")]).await;
    reply.refused(400, "account_not_awaiting_microdeposits", "id");
    let stranger = app.other_merchant().await;
    let path = format!("{ACCOUNTS}/{}/verify_microdeposits", account.id);
    stranger.post(&path, &[("descriptor_code", "SM11AA")]).await.refused(404, "resource_missing", "id");
}

#[tokio::test]
async fn an_account_that_was_disconnected_stays_so_whatever_is_told() {
    let app = App::start().await;
    let account = typed_in(&app).await;
    account.post("disconnect", &[]).await.ok();
    for _ in 0..10 {
        account.post("verify_microdeposits", &[("descriptor_code", "SM22BB")]).await;
    }
    assert_eq!(account.get().await["status"], "disconnected");
    assert!(app.merchant.events("account.deactivated").await.is_empty());
}
