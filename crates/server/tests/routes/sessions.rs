//! `/v1/financial_connections/sessions`

use serde_json::{Value, json};

use crate::harness::App;

#[tokio::test]
async fn a_session_is_created_with_the_defaults_of_the_api_version() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let customer = merchant.customer().await;
    let session = merchant.session_of(&customer, &[]).await.ok();
    let id = session["id"].as_str().expect("an id");
    let secret = session["client_secret"].as_str().expect("a secret");
    assert!(id.starts_with("fcsess_") && secret.starts_with("fcsess_client_secret_"), "{session}");
    let expected = json!({
        "id": id,
        "object": "financial_connections.session",
        "account_holder": { "type": "customer", "customer": customer },
        "accounts": {
            "object": "list",
            "data": [],
            "has_more": false,
            "url": "/v1/financial_connections/accounts",
        },
        "client_secret": secret,
        "filters": {
            "account_subcategories": ["checking", "savings", "mortgage", "line_of_credit", "credit_card"],
            "country": null,
            "require_payment_method_support": "none",
        },
        "livemode": false,
        "manual_entry": { "mode": "disabled" },
        "permissions": ["balances"],
        "prefetch": [],
        "status": "pending",
            "status_details": {},
            "ui_mode": "modal",
    });
    assert_eq!(session, expected);
    let path = format!("/v1/financial_connections/sessions/{id}");
    assert_eq!(merchant.get(&path).await.ok(), expected);
}

#[tokio::test]
async fn every_parameter_is_kept() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let customer = merchant.customer().await;
    let session = merchant
        .post(
            "/v1/financial_connections/sessions",
            &[
                ("account_holder[type]", "customer"),
                ("account_holder[customer]", &customer),
                ("permissions[1]", "ownership"),
                ("permissions[0]", "transactions"),
                ("permissions[2]", "ownership"),
                ("prefetch[]", "transactions"),
                ("filters[account_subcategories][]", "savings"),
                ("filters[country]", "us"),
                ("filters[require_payment_method_support]", "at_least_one"),
                ("limits[accounts]", "2"),
                ("manual_entry[mode]", "automatic"),
                ("return_url", "https://shop.example/done?order=17"),
            ],
        )
        .await
        .ok();
    let url = session["url"].as_str().expect("an address");
    let handle = url.strip_prefix(&app.flow("/link/")).expect("on the flow's origin");
    assert!(handle.len() >= 24 && handle.bytes().all(|b| b.is_ascii_alphanumeric()), "{url}");
    assert!(!url.contains(session["client_secret"].as_str().expect("a secret")));
    assert_eq!(
        session,
        json!({
            "id": session["id"],
            "object": "financial_connections.session",
            "account_holder": { "type": "customer", "customer": customer },
            "accounts": session["accounts"],
            "client_secret": session["client_secret"],
            "filters": {
                "account_subcategories": ["savings"],
                "country": "US",
                "require_payment_method_support": "at_least_one",
            },
            "limits": { "accounts": 2 },
            "livemode": false,
            "manual_entry": { "mode": "automatic" },
            "permissions": ["transactions", "ownership"],
            "prefetch": ["transactions"],
            "return_url": "https://shop.example/done?order=17",
            "status": "pending",
            "status_details": {},
            "ui_mode": "modal",
            "url": url,
        })
    );
}

#[tokio::test]
async fn a_merchant_can_be_its_own_account_holder() {
    let app = App::start().await;
    let other = app.other_merchant().await;
    let session = other
        .post(
            "/v1/financial_connections/sessions",
            &[
                ("account_holder[type]", "account"),
                ("account_holder[account]", &other.id),
                ("permissions[]", "balances"),
            ],
        )
        .await
        .ok();
    assert_eq!(session["account_holder"], json!({ "type": "account", "account": other.id }));
}

#[tokio::test]
async fn a_session_shows_what_it_linked_and_no_secret_any_more() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let customer = merchant.customer().await;
    let session = merchant.session_of(&customer, &[("return_url", "http://localhost:3000/")]).await.ok();
    let result = app.link(merchant, &session, 2).await;
    let path = format!("/v1/financial_connections/sessions/{}", session["id"].as_str().expect("an id"));
    let read = merchant.get(&path).await.ok();
    assert_eq!(read["status"], "succeeded");
    assert_eq!(read["client_secret"], Value::Null);
    assert_eq!(read.get("url"), None);
    assert_eq!(read["accounts"]["has_more"], false);
    let ids = |rows: &Value| -> Vec<Value> {
        rows.as_array().expect("rows").iter().map(|row| row["id"].clone()).collect()
    };
    assert_eq!(ids(&read["accounts"]["data"]), ids(&result["session"]["accounts"]));
    assert_eq!(ids(&read["accounts"]["data"]).len(), 2);
}

#[tokio::test]
async fn merchants_do_not_see_each_others_sessions() {
    let app = App::start().await;
    let other = app.other_merchant().await;
    let session = app.merchant.session().await;
    let path = format!("/v1/financial_connections/sessions/{}", session["id"].as_str().expect("an id"));
    other.get(&path).await.refused(404, "resource_missing", "id");
    let expire = format!(
        "/v1/test_helpers/financial_connections/sessions/{}/expire",
        session["id"].as_str().expect("an id")
    );
    other.post(&expire, &[]).await.refused(404, "resource_missing", "id");
    assert_eq!(app.merchant.get(&path).await.ok(), session);
}
