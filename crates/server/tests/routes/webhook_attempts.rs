//! Attempts, manual resends and rolled secrets.

use linkspan_server::{clock::Clock, store::deliveries, webhooks};
use serde_json::{Value, json};

use crate::harness::{App, Client, Receiver};

/// A new endpoint for everything; its path and its secret.
async fn endpoint(merchant: &Client, receiver: &Receiver) -> (String, String) {
    let params = [("url", receiver.url.as_str()), ("enabled_events[]", "*")];
    let endpoint = merchant.post("/v1/webhook_endpoints", &params).await.ok();
    let text = |name: &str| endpoint[name].as_str().expect("a text").to_owned();
    (format!("/v1/webhook_endpoints/{}", text("id")), text("secret"))
}

/// The id at the end of a path.
fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

async fn link_one(app: &App) {
    let session = app.merchant.session().await;
    app.link(&app.merchant, &session, 1).await;
}

#[tokio::test]
async fn every_attempt_is_shown() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let mut receiver = Receiver::answering(&[500, 200]).await;
    let (path, _) = endpoint(merchant, &receiver).await;
    link_one(&app).await;
    let event: Value = serde_json::from_str(&receiver.next().await.body).expect("JSON");
    let first = merchant.attempts(id_of(&path), 1).await;
    app.clock.advance(2);
    app.server.state.deliveries_due.notify_one();
    receiver.next().await;
    let rows = merchant.attempts(id_of(&path), 2).await;
    assert_eq!(rows[1], first[0]);
    assert!(rows[0]["duration_ms"].is_u64());
    assert_eq!(
        rows[0],
        json!({
            "id": rows[0]["id"],
            "object": "webhook_endpoint.attempt",
            "created": app.clock.now(),
            "duration_ms": rows[0]["duration_ms"],
            "error": null,
            "event": event["id"],
            "http_status": 200,
            "livemode": false,
            "number": 2,
            "status": "succeeded",
            "webhook_endpoint": id_of(&path),
        })
    );
    assert_eq!((&rows[1]["number"], &rows[1]["http_status"]), (&json!(1), &json!(500)));
    assert_eq!(rows[1]["status"], "failed");

    let list = format!("{path}/attempts");
    let newest = rows[0]["id"].as_str().expect("an id");
    let page = merchant.get(&format!("{list}?limit=1")).await.ok();
    assert_eq!(page, json!({ "object": "list", "data": [rows[0]], "has_more": true, "url": list }));
    let older = merchant.get(&format!("{list}?starting_after={newest}")).await.ok();
    assert_eq!(older["data"], json!([rows[1]]));
    assert_eq!(merchant.get(&format!("{list}?event=evt_none")).await.ok()["data"], json!([]));
    merchant.get(&format!("{list}?starting_after=wea_none")).await.refused(
        404,
        "resource_missing",
        "starting_after",
    );
    app.other_merchant().await.get(&list).await.refused(404, "resource_missing", "id");
}

#[tokio::test]
async fn an_attempt_without_an_answer_says_why_and_not_where() {
    let app = App::start().await;
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let url = format!("http://{}/hook?token=hush", closed.local_addr().expect("an address"));
    drop(closed);
    let params = [("url", &*url), ("enabled_events[]", "*")];
    let endpoint = app.merchant.post("/v1/webhook_endpoints", &params).await.ok();
    let path = format!("/v1/webhook_endpoints/{}", endpoint["id"].as_str().expect("an id"));
    link_one(&app).await;
    let row = app.merchant.attempts(id_of(&path), 1).await.remove(0);
    assert_eq!((&row["http_status"], &row["status"]), (&Value::Null, &json!("failed")));
    let error = row["error"].as_str().expect("a reason");
    assert!(error.contains("refused") && !error.contains("hush"), "{error}");
}

#[tokio::test]
async fn an_event_is_sent_again_under_its_id() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let mut receiver = Receiver::answering(&[200]).await;
    let (path, _) = endpoint(merchant, &receiver).await;
    link_one(&app).await;
    let first = receiver.next().await;
    merchant.attempts(id_of(&path), 1).await;
    let event: Value = serde_json::from_str(&first.body).expect("JSON");
    let resend = format!("/v1/events/{}/resend", event["id"].as_str().expect("an id"));
    let answer = merchant.post(&resend, &[]).await.ok();
    assert_eq!(answer["id"], event["id"]);
    assert_eq!(receiver.next().await.body, first.body);
    let rows = merchant.attempts(id_of(&path), 2).await;
    assert!(rows.iter().all(|row| row["event"] == event["id"]));
    assert_eq!([&rows[0]["number"], &rows[1]["number"]], [2, 1]);

    // Also to an endpoint that was not there then.
    let mut late = Receiver::answering(&[200]).await;
    let (new, _) = endpoint(merchant, &late).await;
    let id = id_of(&new);
    merchant.post(&resend, &[("webhook_endpoint", id)]).await.ok();
    assert_eq!(late.next().await.body, first.body);
    merchant.attempts(id_of(&new), 1).await;
    assert!(receiver.is_empty());

    merchant.post(&new, &[("disabled", "true")]).await.ok();
    let to = |id: &'static str| [("webhook_endpoint", id)];
    merchant.post(&resend, &[("webhook_endpoint", id)]).await.refused(
        400,
        "parameter_invalid",
        "webhook_endpoint",
    );
    merchant.post(&resend, &to("we_none")).await.refused(404, "resource_missing", "webhook_endpoint");
    merchant.post("/v1/events/evt_none/resend", &[]).await.refused(404, "resource_missing", "id");
    app.other_merchant().await.post(&resend, &[]).await.refused(404, "resource_missing", "id");
}

#[tokio::test]
async fn a_rolled_secret_signs_along_for_as_long_as_asked() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let mut receiver = Receiver::answering(&[200]).await;
    let (path, old) = endpoint(merchant, &receiver).await;
    let roll = format!("{path}/roll_secret");
    let rolled = merchant.post(&roll, &[("expires_in", "60")]).await.ok();
    let new = rolled["secret"].as_str().expect("a secret");
    assert!(new.starts_with("whsec_") && new != old);
    assert_eq!(merchant.get(&path).await.ok().get("secret"), None);
    link_one(&app).await;
    let posted = receiver.next().await;
    assert_eq!(posted.signature, webhooks::header(&[new, &old], app.clock.now(), &posted.body));

    app.clock.advance(60);
    link_one(&app).await;
    let posted = receiver.next().await;
    assert_eq!(posted.signature, webhooks::header(&[new], app.clock.now(), &posted.body));

    let last = merchant.post(&roll, &[]).await.ok();
    let last = last["secret"].as_str().expect("a secret");
    link_one(&app).await;
    let posted = receiver.next().await;
    assert_eq!(posted.signature, webhooks::header(&[last], app.clock.now(), &posted.body));

    merchant.post(&roll, &[("expires_in", "86401")]).await.refused(
        400,
        "parameter_invalid_integer",
        "expires_in",
    );
    app.other_merchant().await.post(&roll, &[]).await.refused(404, "resource_missing", "id");
}

#[tokio::test]
async fn what_waits_for_a_disabled_endpoint_comes_when_it_is_enabled() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let mut receiver = Receiver::answering(&[500, 200]).await;
    let (path, _) = endpoint(merchant, &receiver).await;
    link_one(&app).await;
    let first = receiver.next().await;
    merchant.attempts(id_of(&path), 1).await;
    merchant.post(&path, &[("disabled", "true")]).await.ok();
    app.clock.advance(2);
    assert_eq!(merchant.get(&path).await.ok()["status"], "disabled");
    merchant.post(&path, &[("disabled", "false")]).await.ok();
    assert_eq!(receiver.next().await.body, first.body);
}

#[tokio::test]
async fn a_disabled_endpoint_is_taken_by_nobody() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let receiver = Receiver::answering(&[200]).await;
    let (path, _) = endpoint(merchant, &receiver).await;
    merchant.post(&path, &[("disabled", "true")]).await.ok();
    let hold = || deliveries::hold(&app.server.state.store, id_of(&path), app.clock.now(), 20);
    assert_eq!(hold().await.expect("a row"), None);
    merchant.post(&path, &[("disabled", "false")]).await.ok();
    assert!(hold().await.expect("a row").is_some());
}

#[tokio::test]
async fn an_endpoint_that_another_process_holds_is_left_to_it_until_its_time_is_over() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let mut receiver = Receiver::answering(&[200]).await;
    let (path, _) = endpoint(merchant, &receiver).await;
    let id = path.rsplit('/').next().expect("an id");
    let (store, now) = (&app.server.state.store, app.clock.now());
    let held = deliveries::hold(store, id, now, 20).await.expect("a row").expect("nobody has it");
    assert_eq!(deliveries::hold(store, id, now, 20).await.expect("a row"), None);
    let mut other = Receiver::answering(&[200]).await;
    endpoint(merchant, &other).await;
    link_one(&app).await;
    // Both were due at once: where one was posted to, the other was passed over.
    other.next().await;
    assert!(receiver.is_empty());
    app.clock.advance(held - now);
    app.server.state.deliveries_due.notify_one();
    receiver.next().await;
    // Late word of the one that was killed takes nothing from who has it now.
    let now_held = app.clock.now() + 20;
    merchant.attempts(id_of(&path), 1).await;
    assert_eq!(deliveries::hold(store, id, app.clock.now(), 20).await.expect("a row"), Some(now_held));
    deliveries::let_go(store.pool(), id, held).await.expect("a row");
    assert_eq!(deliveries::hold(store, id, app.clock.now(), 20).await.expect("a row"), None);
}

#[tokio::test]
async fn events_are_forgotten_after_thirty_days() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let mut receiver = Receiver::answering(&[200]).await;
    let (path, _) = endpoint(merchant, &receiver).await;
    link_one(&app).await;
    receiver.next().await;
    merchant.attempts(id_of(&path), 1).await;
    app.clock.advance(30 * 24 * 60 * 60 - 1);
    linkspan_server::sweep::round(&app.server.state).await.expect("a round");
    assert_eq!(
        merchant.get("/v1/events?type=financial_connections.account.created").await.ok()["data"][0]["object"],
        "event"
    );
    app.clock.advance(1);
    linkspan_server::sweep::round(&app.server.state).await.expect("a round");
    let kept = merchant.get("/v1/events?type=financial_connections.account.created").await.ok();
    assert_eq!(kept["data"], json!([]));
    assert!(merchant.get(&format!("{path}/attempts")).await.ok()["data"].as_array().is_some_and(|rows| {
        rows.iter().all(|row| row["created"].as_i64() > Some(app.clock.now() - 30 * 24 * 60 * 60))
    }));
}
