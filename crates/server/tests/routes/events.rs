//! `/v1/events`

use serde_json::{Value, json};

use crate::harness::{App, Receiver};

#[tokio::test]
async fn linking_makes_one_event_an_account() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let session = merchant.session().await;
    let linked = app.link(merchant, &session, 2).await;
    let events = merchant.get("/v1/events").await.ok();
    let rows = events["data"].as_array().expect("rows");
    assert_eq!(rows.len(), 2);
    let mut subjects: Vec<&Value> = rows.iter().map(|row| &row["data"]["object"]["id"]).collect();
    let mut accounts: Vec<&Value> =
        linked["session"]["accounts"].as_array().expect("accounts").iter().map(|row| &row["id"]).collect();
    subjects.sort_by_key(ToString::to_string);
    accounts.sort_by_key(ToString::to_string);
    assert_eq!(subjects, accounts);

    let event = &rows[0];
    let account = event["data"]["object"]["id"].as_str().expect("an id");
    let account = merchant.get(&format!("/v1/financial_connections/accounts/{account}")).await.ok();
    assert_eq!(
        *event,
        json!({
            "id": event["id"],
            "object": "event",
            "api_version": "2026-10-28.endive",
            "created": event["created"],
            "data": { "object": account },
            "livemode": false,
            "pending_webhooks": 0,
            "request": { "id": null, "idempotency_key": null },
            "type": "financial_connections.account.created",
        })
    );
    let id = event["id"].as_str().expect("an id");
    assert_eq!(merchant.get(&format!("/v1/events/{id}")).await.ok(), *event);
    let page = merchant.get("/v1/events?limit=1").await.ok();
    assert_eq!((&page["data"][0]["id"], &page["has_more"]), (&event["id"], &json!(true)));
    let none = merchant.get("/v1/events?type=financial_connections.account.deactivated").await.ok();
    assert_eq!(none["data"], json!([]));
    merchant.get("/v1/events/evt_none").await.refused(404, "resource_missing", "id");
    app.other_merchant().await.get(&format!("/v1/events/{id}")).await.refused(404, "resource_missing", "id");
}

#[tokio::test]
async fn an_event_of_a_request_names_it_and_counts_who_has_not_confirmed() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let session = merchant.session().await;
    let linked = app.link(merchant, &session, 1).await;
    let mut receiver = Receiver::answering(&[500]).await;
    let endpoint = [("url", receiver.url.as_str()), ("enabled_events[]", "*")];
    merchant.post("/v1/webhook_endpoints", &endpoint).await.ok();
    let id = linked["session"]["accounts"][0]["id"].as_str().expect("an id");
    let reply = merchant.post(&format!("/v1/financial_connections/accounts/{id}/disconnect"), &[]).await;
    receiver.next().await;
    let events = merchant.get("/v1/events?type=financial_connections.account.disconnected").await.ok();
    let event = &events["data"][0];
    assert_eq!(event["request"], json!({ "id": reply.header("request-id"), "idempotency_key": null }));
    assert_eq!(event["pending_webhooks"], 1);
}
