//! The test helper that links without a browser.

use serde_json::Value;

use crate::harness::{
    App, Client, Reply,
    data::{ALL, Linked, text},
};

async fn link(merchant: &Client, session: &Value, params: &[(&str, &str)]) -> Reply {
    let id = session["id"].as_str().expect("an id");
    let path = format!("/v1/test_helpers/financial_connections/sessions/{id}/link");
    merchant.post(&path, params).await
}

#[tokio::test]
async fn accounts_of_either_kind_of_bank_are_linked_with_their_events() {
    let app = App::start().await;
    let merchant = &app.merchant;
    for institution in ["Test (Non-OAuth)", "Test (OAuth)"] {
        let session = merchant.session().await;
        let params =
            [("institution", institution), ("accounts[]", "Success"), ("accounts[]", "High Balance")];
        let linked = link(merchant, &session, &params).await.ok();
        assert_eq!(linked["status"], "succeeded");
        assert_eq!(linked["client_secret"], Value::Null);
        let accounts = linked["accounts"]["data"].as_array().expect("accounts");
        let names: Vec<&str> = accounts.iter().filter_map(|row| row["display_name"].as_str()).collect();
        assert_eq!(names, ["Success", "High Balance"]);
        assert_eq!(accounts[0]["institution_name"], institution);
        let id = accounts[0]["id"].as_str().expect("an id");
        let read = merchant.get(&format!("/v1/financial_connections/accounts/{id}")).await.ok();
        assert_eq!(read["display_name"], "Success");
    }
    let events = merchant.get("/v1/events?type=financial_connections.account.created").await.ok();
    assert_eq!(events["data"].as_array().expect("events").len(), 4);
}

#[tokio::test]
async fn the_same_customer_links_the_same_account_again() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let customer = merchant.customer().await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let session = merchant.session_of(&customer, &[]).await.ok();
        let params = [("institution", "bcinst_none"), ("accounts[]", "Success")];
        link(merchant, &session, &params).await.refused(404, "resource_missing", "institution");
        let params = [("institution", "Test (OAuth)"), ("accounts[]", "Success")];
        let linked = link(merchant, &session, &params).await.ok();
        ids.push(linked["accounts"]["data"][0]["id"].clone());
    }
    assert_eq!(ids[0], ids[1]);
}

#[tokio::test]
async fn a_customer_keeps_the_accounts_under_another_name() {
    let app = App::start().await;
    let account = app.linked("Cedar Bank", "Home Mortgage", &[]).await;
    account.help("deactivate").await;
    app.merchant
        .post(&format!("/v1/customers/{}", account.customer), &[("name", "Maya Lind-Berg")])
        .await
        .ok();
    let more = [("relink_options[authorization]", &*text(&account.get().await["authorization"]))];
    let session = app.merchant.session_of(&account.customer, &more).await.ok();
    let params = [("institution", "Cedar Bank"), ("accounts[]", "Home Mortgage")];
    let linked = link(&app.merchant, &session, &params).await.ok();
    assert_eq!(linked["accounts"]["data"][0]["id"], account.id);
    assert_eq!(account.get().await["status"], "active");
    assert_eq!(linked["relink_result"]["failure_reason"], Value::Null);
}

#[tokio::test]
async fn a_bank_is_named_in_any_case_and_the_one_that_was_meant_is_suggested() {
    let app = App::start().await;
    let session = app.merchant.session().await;
    let misspelt = link(&app.merchant, &session, &[("institution", "Cedar Bnak"), ("accounts[]", "x")]).await;
    let message = misspelt.body["error"]["message"].as_str().expect("a message");
    assert!(message.ends_with("Did you mean 'Cedar Bank'?"), "{message}");
    misspelt.refused(404, "resource_missing", "institution");
    let params = [("institution", "test (oauth)"), ("accounts[]", "Success")];
    link(&app.merchant, &session, &params).await.ok();
}

#[tokio::test]
async fn nothing_is_linked_for_a_customer_who_was_deleted() {
    let app = App::start().await;
    let customer = app.merchant.customer().await;
    let session = app.merchant.session_of(&customer, &[]).await.ok();
    app.merchant.delete(&format!("/v1/customers/{customer}")).await.ok();
    let params = [("institution", "Test (OAuth)"), ("accounts[]", "Success")];
    link(&app.merchant, &session, &params).await.refused(400, "session_not_open", "id");
    let path = format!("/v1/financial_connections/sessions/{}", text(&session["id"]));
    assert_eq!(app.merchant.get(&path).await.ok()["status"], "cancelled");
}

#[tokio::test]
async fn what_does_not_fit_is_named_and_leaves_the_session_open() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let session = merchant.session().await;
    let bank = ("institution", "Test (Non-OAuth)");
    link(merchant, &session, &[bank]).await.refused(400, "parameter_missing", "accounts");
    link(merchant, &session, &[("accounts[]", "Success")]).await.refused(
        400,
        "parameter_missing",
        "institution",
    );
    let error = link(merchant, &session, &[bank, ("accounts[]", "Treasure")]).await;
    let message = error.body["error"]["message"].as_str().expect("a message");
    assert!(message.contains("Very High Balance"), "{message}");
    error.refused(400, "parameter_invalid", "accounts");
    link(merchant, &session, &[bank, ("accounts[]", "Success"), ("accounts[]", "Success")]).await.refused(
        400,
        "parameter_invalid",
        "accounts",
    );
    let down = link(merchant, &session, &[("institution", "Down (Unscheduled)"), ("accounts[]", "x")]).await;
    assert_eq!(down.status, 503, "{}", down.body);

    link(merchant, &session, &[bank, ("accounts[]", "Success")]).await.ok();
    link(merchant, &session, &[bank, ("accounts[]", "Success")]).await.refused(400, "session_not_open", "id");
    link(&app.other_merchant().await, &session, &[bank, ("accounts[]", "Success")]).await.refused(
        404,
        "resource_missing",
        "id",
    );
}

#[tokio::test]
async fn the_owner_has_the_name_of_the_customer() {
    let app = App::start().await;
    let named = app.merchant.post("/v1/customers", &[("name", "Jenny Rosen")]).await.ok();
    let nameless = app.merchant.post("/v1/customers", &[]).await.ok();
    for (customer, known) in [(named, true), (nameless, false)] {
        let customer = text(&customer["id"]);
        let id = app.link_of(&customer, "Test (OAuth)", "Success", ALL).await;
        let account = Linked { app: &app, customer, id };
        let ownership = text(&account.refreshed("ownership").await["ownership"]);
        let owners = format!("{}/owners?ownership={ownership}", account.path());
        let owner = app.merchant.get(&owners).await.ok()["data"][0]["name"].clone();
        assert_eq!(owner == "Jenny Rosen", known, "{owner}");
        assert!(!text(&owner).starts_with("Cus "), "{owner}");
    }
}
