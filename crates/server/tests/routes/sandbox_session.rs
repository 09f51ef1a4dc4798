//! `POST /v1/sandbox/session`

use linkspan_server::{keys, store::api_keys};
use serde_json::{Value, json};

use crate::harness::{App, Reply, client::send};

async fn ask(app: &App, body: Value) -> Reply {
    send(app.merchant.http.post(app.flow("/v1/sandbox/session")).json(&body)).await
}

#[tokio::test]
async fn a_page_gets_all_that_it_needs_to_begin() {
    let app = App::start().await;
    let made = ask(
        &app,
        json!({ "permissions": ["balances"], "limit_accounts": 1, "subcategories": ["checking"], "email": "a@b.test" }),
    )
    .await
    .ok();
    assert_eq!(made["publishable_key"], app.merchant.publishable_key.as_str());
    let path = format!("/v1/financial_connections/sessions/{}", made["session"].as_str().expect("an id"));
    let session = app.merchant.get(&format!("{path}?expand[]=account_holder.customer")).await.ok();
    assert_eq!(session["client_secret"], made["client_secret"]);
    assert_eq!(session["permissions"], json!(["balances"]));
    assert_eq!(session["limits"], json!({ "accounts": 1 }));
    assert_eq!(session["filters"]["account_subcategories"], json!(["checking"]));
    assert_eq!(session["account_holder"]["customer"]["email"], "a@b.test");
    app.link(&app.merchant, &made, 1).await;
}

#[tokio::test]
async fn nothing_need_be_asked_for() {
    let app = App::start().await;
    let made = ask(&app, json!({})).await.ok();
    let path = format!("/v1/financial_connections/sessions/{}", made["session"].as_str().expect("an id"));
    let session = app.merchant.get(&path).await.ok();
    assert_eq!(session["permissions"], json!(["balances", "ownership", "payment_method", "transactions"]));
}

#[tokio::test]
async fn wrong_wishes_are_refused_by_name() {
    let app = App::start().await;
    ask(&app, json!({ "permissions": [] })).await.refused(400, "parameter_invalid_empty", "permissions");
    ask(&app, json!({ "permissions": ["x"] })).await.refused(400, "parameter_invalid", "permissions");
    ask(&app, json!({ "subcategories": ["x"] })).await.refused(400, "parameter_invalid", "subcategories");
    ask(&app, json!({ "limit_accounts": 0 })).await.refused(400, "parameter_invalid", "limit_accounts");
    ask(&app, json!({ "email": "x" })).await.refused(400, "email_invalid", "email");
    assert_eq!(ask(&app, json!({ "return_url": "x" })).await.body["error"]["code"], "body_invalid");
    let form = app.merchant.http.post(app.flow("/v1/sandbox/session")).form(&[("a", "b")]);
    assert_eq!(send(form).await.body["error"]["code"], "content_type_invalid");
}

#[tokio::test]
async fn nothing_is_made_for_another_name_of_this_machine() {
    let app = App::start().await;
    let asked = app.merchant.http.post(app.flow("/v1/sandbox/session")).json(&json!({}));
    assert_eq!(send(asked.header("host", "sandbox.example")).await.status, 404);
}

#[tokio::test]
async fn too_many_at_once_have_to_wait() {
    let app = App::start().await;
    let mut limited = 0;
    for _ in 0..200 {
        let reply = ask(&app, json!({ "limit_accounts": 0 })).await;
        limited += i32::from(reply.status == 429);
    }
    assert!(limited > 0);
}

#[tokio::test]
async fn without_its_key_the_page_is_not_there() {
    let app = App::start().await;
    let (store, page) = (&app.server.state.store, &app.merchant.publishable_key);
    let key = api_keys::find_by_key(store.pool(), page).await.expect("an answer").expect("the key").key;
    keys::revoke(store, &key.id, app.clock_now()).await.expect("the key");
    assert_eq!(ask(&app, json!({})).await.status, 404);
}
