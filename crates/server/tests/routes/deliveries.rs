//! Webhooks as they arrive.

use std::sync::Arc;

use linkspan_server::{
    clock::Clock,
    serve::PublicOrigins,
    store::deliveries::{self, DeliveryStatus, Outcome},
    webhooks,
};
use serde_json::{Value, json};

use crate::harness::{self, App, Client, Receiver, eventually};

async fn listen(merchant: &Client, receiver: &Receiver) -> (String, String) {
    let params =
        [("url", receiver.url.as_str()), ("enabled_events[]", "financial_connections.account.created")];
    let endpoint = merchant.post("/v1/webhook_endpoints", &params).await.ok();
    let text = |name: &str| endpoint[name].as_str().expect("a text").to_owned();
    (text("id"), text("secret"))
}

/// Reads the event until no endpoint is waited for, or all are.
async fn pending(merchant: &Client, wanted: u64) {
    eventually("the number of pending webhooks", async || {
        let events = merchant.get("/v1/events").await.ok();
        (events["data"][0]["pending_webhooks"] == wanted).then_some(())
    })
    .await;
}

#[tokio::test]
async fn each_account_is_posted_once_and_signed() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let mut receiver = Receiver::answering(&[200]).await;
    let (_, secret) = listen(merchant, &receiver).await;
    let session = merchant.session().await;
    app.link(merchant, &session, 2).await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let posted = receiver.next().await;
        assert_eq!(posted.signature, webhooks::header(&[&secret], app.clock.now(), &posted.body));
        assert!(posted.content_type.starts_with("application/json"));
        let event: Value = serde_json::from_str(&posted.body).expect("JSON");
        assert_eq!(event["type"], "financial_connections.account.created");
        assert_eq!(event["pending_webhooks"], 1);
        seen.push(event["data"]["object"]["id"].clone());
    }
    assert_ne!(seen[0], seen[1]);
    pending(merchant, 0).await;
    assert!(receiver.is_empty());
}

#[tokio::test]
async fn an_event_is_written_in_the_version_of_its_endpoint() {
    let app = App::start().await;
    let mut receiver = Receiver::answering(&[500, 200]).await;
    let version = "2026-09-30.endive";
    let kind = "financial_connections.account.created";
    let params = [("url", &*receiver.url), ("enabled_events[]", kind), ("api_version", version)];
    let endpoint = app.merchant.post("/v1/webhook_endpoints", &params).await.ok();
    let text = |name: &str| endpoint[name].as_str().expect("a text").to_owned();
    let session = app.merchant.session().await;
    app.link(&app.merchant, &session, 1).await;
    for attempts in 1..=2 {
        let posted = receiver.next().await;
        let signed = webhooks::header(&[&text("secret")], app.clock.now(), &posted.body);
        assert_eq!(posted.signature, signed);
        let event: Value = serde_json::from_str(&posted.body).expect("JSON");
        let kept = app.merchant.get("/v1/events").await.ok()["data"][0].clone();
        assert_eq!((&event["api_version"], &event["id"]), (&json!(version), &kept["id"]));
        assert_eq!(event["data"], kept["data"]);
        assert_eq!(kept["api_version"], linkspan_wire::event::API_VERSION);
        app.merchant.attempts(&text("id"), attempts).await;
        app.clock.advance(8);
        app.server.state.deliveries_due.notify_one();
    }
}

#[tokio::test]
async fn a_failed_delivery_is_tried_again_with_a_signature_of_its_own() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let mut receiver = Receiver::answering(&[500, 302, 200]).await;
    let (endpoint, _) = listen(merchant, &receiver).await;
    let session = merchant.session().await;
    app.link(merchant, &session, 1).await;

    let first = receiver.next().await;
    for (wait, attempts) in [(2, 1), (8, 2)] {
        merchant.attempts(&endpoint, attempts).await;
        app.clock.advance(wait);
        app.server.state.deliveries_due.notify_one();
        let again = receiver.next().await;
        assert_eq!(again.body, first.body);
        assert_ne!(again.signature, first.signature);
    }
    pending(merchant, 0).await;
}

#[tokio::test]
async fn signatures_are_of_the_time_that_endpoints_have() {
    let app = App::start().await;
    let mut receiver = Receiver::answering(&[200]).await;
    let (_, secret) = listen(&app.merchant, &receiver).await;
    app.advance(24 * 60 * 60).await;
    let session = app.merchant.session().await;
    app.link(&app.merchant, &session, 1).await;
    let posted = receiver.next().await;
    assert_eq!(posted.signature, webhooks::header(&[&secret], app.clock.now(), &posted.body));
}

#[tokio::test]
async fn what_is_sent_anew_during_an_attempt_is_sent_anew() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let mut receiver = Receiver::answering(&[500, 200]).await;
    let (endpoint, _) = listen(merchant, &receiver).await;
    let session = merchant.session().await;
    app.link(merchant, &session, 1).await;
    let first = receiver.next().await;
    merchant.attempts(&endpoint, 1).await;
    let event = merchant.get("/v1/events").await.ok()["data"][0]["id"].as_str().expect("an id").to_owned();
    // As an attempt reads it that is under way when somebody presses "send again".
    let pool = app.server.state.store.pool();
    let later = app.clock.now() + 24 * 60 * 60;
    let due = deliveries::due_at(pool, &endpoint, later, 1).await.expect("rows").pop().expect("a row");
    app.clock.advance(1);
    merchant.post(&format!("/v1/events/{event}/resend"), &[]).await.ok();
    let (status, next_attempt_at) = (DeliveryStatus::Failed, later);
    let outcome = Outcome { status, next_attempt_at, last_status: Some(500), last_error: None };
    deliveries::attempted(pool, &due, &outcome).await.expect("an answer");
    app.server.state.deliveries_due.notify_one();
    assert_eq!(receiver.next().await.body, first.body);
    pending(merchant, 0).await;
}

#[tokio::test]
async fn a_dead_endpoint_does_not_hold_up_another() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let url = format!("http://{}/hook", silent.local_addr().expect("an address"));
    merchant.post("/v1/webhook_endpoints", &[("url", &url), ("enabled_events[]", "*")]).await.ok();
    let mut receiver = Receiver::answering(&[200]).await;
    listen(merchant, &receiver).await;
    let session = merchant.session().await;
    app.link(merchant, &session, 3).await;
    for _ in 0..3 {
        receiver.next().await;
    }
    pending(merchant, 1).await;
}

#[tokio::test]
async fn what_was_not_delivered_before_a_restart_is_delivered_after_it() {
    let App { server, clock, merchant, dir } = App::start().await;
    let app = App { server, clock, merchant, dir };
    let mut receiver = Receiver::answering(&[503, 200]).await;
    let (endpoint, _) = listen(&app.merchant, &receiver).await;
    let session = app.merchant.session().await;
    app.link(&app.merchant, &session, 1).await;
    let first = receiver.next().await;
    app.merchant.attempts(&endpoint, 1).await;

    let App { server, clock, dir, .. } = app;
    server.stop().await;
    clock.advance(3);
    let server = harness::start(dir.path(), Arc::clone(&clock), PublicOrigins::default()).await;
    let again = receiver.next().await;
    assert_eq!(again.body, first.body);
    let merchant = Client::new(&server.ready.api, &server.ready.secret_key, &server.ready.publishable_key);
    pending(&merchant, 0).await;
}

#[tokio::test]
async fn a_deleted_or_disabled_endpoint_gets_nothing() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let (deleted, disabled) = (Receiver::answering(&[200]).await, Receiver::answering(&[200]).await);
    let mut last = Receiver::answering(&[200]).await;
    let (gone, _) = listen(merchant, &deleted).await;
    let (off, _) = listen(merchant, &disabled).await;
    listen(merchant, &last).await;
    merchant.delete(&format!("/v1/webhook_endpoints/{gone}")).await.ok();
    merchant.post(&format!("/v1/webhook_endpoints/{off}"), &[("disabled", "true")]).await.ok();
    let session = merchant.session().await;
    app.link(merchant, &session, 1).await;
    last.next().await;
    pending(merchant, 0).await;
    assert!(deleted.is_empty() && disabled.is_empty());
    assert_eq!(merchant.get("/v1/events").await.ok()["data"][0]["pending_webhooks"], json!(0));
}
