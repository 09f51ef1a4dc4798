//! The token of a linked account, for payouts.

use linkspan_wire::link::path;
use serde_json::{Value, json};

use crate::harness::{
    App, Reply,
    client::send,
    data::{HELPERS, text},
};

const BANK: &str = "bcinst_test_credentials";

/// A session for payouts to the merchant's own account.
async fn session(app: &App, permission: &str) -> Value {
    let merchant = app.merchant_id().await;
    let params = [
        ("account_holder[type]", "account"),
        ("account_holder[account]", &*merchant),
        ("permissions[]", permission),
    ];
    app.merchant.post("/v1/financial_connections/sessions", &params).await.ok()
}

async fn link(app: &App, session: &Value, bank: &str, accounts: &[&str]) {
    let path = format!("{HELPERS}/sessions/{}/link", text(&session["id"]));
    let mut params = vec![("institution", bank)];
    params.extend(accounts.iter().map(|name| ("accounts[]", *name)));
    app.merchant.post(&path, &params).await.ok();
}

/// As the frame asks.
async fn token(app: &App, session: &Value) -> Reply {
    let body = json!({
        "publishable_key": app.merchant.publishable_key,
        "client_secret": session["client_secret"],
    });
    send(app.merchant.http.post(app.flow(path::BANK_ACCOUNT_TOKEN)).json(&body)).await
}

fn code(reply: &Reply) -> (u16, &Value) {
    (reply.status.as_u16(), &reply.body["error"]["code"])
}

#[tokio::test]
async fn a_session_for_payouts_gives_one_token() {
    let app = App::start().await;
    let open = session(&app, "payment_method").await;
    assert_eq!(code(&token(&app, &open).await), (400, &json!("step_not_allowed")), "nothing is linked yet");
    link(&app, &open, BANK, &["Success"]).await;
    let path = format!("/v1/financial_connections/sessions/{}", text(&open["id"]));
    assert_eq!(app.merchant.get(&path).await.ok().get("bank_account_token"), None, "nobody asked");
    let given = token(&app, &open).await.ok();
    assert_eq!(token(&app, &open).await.ok(), given);
    let ended = app.merchant.get(&path).await.ok();
    assert_eq!(ended["bank_account_token"], given);
    let account = &ended["accounts"]["data"][0];
    assert_eq!(
        given,
        json!({
            "id": given["id"],
            "object": "token",
            "bank_account": {
                "id": given["bank_account"]["id"],
                "object": "bank_account",
                "account_holder_name": null,
                "account_holder_type": null,
                "account_type": "checking",
                "bank_name": "Test (Non-OAuth)",
                "country": "US",
                "currency": "usd",
                "fingerprint": given["bank_account"]["fingerprint"],
                "last4": account["last4"],
                "routing_number": "110000000",
                "status": "new",
            },
            "client_ip": null,
            "created": app.clock_now(),
            "livemode": false,
            "type": "bank_account",
            "used": false,
        })
    );
    let path = format!("/v1/tokens/{}", text(&given["id"]));
    assert_eq!(app.merchant.get(&path).await.ok(), given);
    app.other_merchant().await.get(&path).await.refused(404, "resource_missing", "id");
    // The same account, made a payment method, has the same fingerprint.
    let method = app.method_of(&text(&account["id"])).await.ok();
    assert_eq!(method["us_bank_account"]["fingerprint"], given["bank_account"]["fingerprint"]);
}

#[tokio::test]
async fn other_sessions_give_none() {
    let app = App::start().await;
    let not_allowed = (400, &json!("step_not_allowed"));
    let two = session(&app, "payment_method").await;
    link(&app, &two, BANK, &["Success", "High Balance"]).await;
    assert_eq!(code(&token(&app, &two).await), not_allowed);
    let narrow = session(&app, "balances").await;
    link(&app, &narrow, BANK, &["Very High Balance"]).await;
    assert_eq!(code(&token(&app, &narrow).await), not_allowed);
    let customers = app.merchant.session().await;
    link(&app, &customers, BANK, &["Success"]).await;
    assert_eq!(code(&token(&app, &customers).await), not_allowed);

    let unusable = session(&app, "payment_method").await;
    link(&app, &unusable, "bcinst_tokenized", &["Expired Number"]).await;
    assert_eq!(code(&token(&app, &unusable).await), (400, &json!("account_numbers_unavailable")));
    let stranger = json!({ "client_secret": linkspan_server::ids::new_client_secret() });
    assert_eq!(token(&app, &stranger).await.status.as_u16(), 404);
}
