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

#[tokio::test]
async fn events_are_filtered_by_kind_time_and_delivery() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let session = merchant.session().await;
    app.link(merchant, &session, 1).await;
    let made = app.clock_now();
    app.clock.advance(10);
    let mut receiver = Receiver::answering(&[500]).await;
    let endpoint = [("url", receiver.url.as_str()), ("enabled_events[]", "*")];
    merchant.post("/v1/webhook_endpoints", &endpoint).await.ok();
    let session = merchant.session().await;
    let linked = app.link(merchant, &session, 1).await;
    let id = linked["session"]["accounts"][0]["id"].as_str().expect("an id");
    merchant.post(&format!("/v1/financial_connections/accounts/{id}/disconnect"), &[]).await.ok();
    receiver.next().await;
    let count = async |query: &str| {
        let list = merchant.get(&format!("/v1/events?{query}")).await.ok();
        list["data"].as_array().expect("rows").len()
    };
    let account = "financial_connections.account";
    for (query, wanted) in [
        (format!("type={account}.created"), 2),
        (format!("type={account}.*"), 3),
        ("type=financial*disconnected".into(), 1),
        ("type=financial-connections.*".into(), 0),
        ("type=Financial_connections.*".into(), 0),
        (format!("types[]={account}.created&types[]={account}.disconnected"), 3),
        (format!("types[]={account}.disconnected&types[]=charge.failed"), 1),
        (format!("created[lte]={made}"), 1),
        (format!("created[gt]={made}"), 2),
        (format!("created={made}"), 1),
        ("delivery_success=true".into(), 1),
        ("delivery_success=false".into(), 2),
    ] {
        assert_eq!(count(&query).await, wanted, "{query}");
    }
    merchant.get("/v1/events?type=a&types[]=b").await.refused(400, "parameters_exclusive", "types");
    merchant.get("/v1/events?created=1&created[lt]=2").await.refused(
        400,
        "parameters_exclusive",
        "created[lt]",
    );
    let many = "types[]=a&".repeat(21);
    merchant.get(&format!("/v1/events?{many}")).await.refused(400, "parameter_invalid", "types");
}
