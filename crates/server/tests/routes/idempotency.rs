//! `Idempotency-Key`

use serde_json::json;

use crate::harness::{App, Client, Reply, client::send};

async fn keyed(merchant: &Client, key: &str, name: &str) -> Reply {
    let request = merchant.http.post(merchant.url("/v1/customers")).bearer_auth(&merchant.secret_key);
    send(request.header("idempotency-key", key).form(&[("name", name)])).await
}

async fn customers(merchant: &Client) -> usize {
    merchant.get("/v1/customers").await.ok()["data"].as_array().expect("rows").len()
}

#[tokio::test]
async fn a_repeat_is_answered_and_not_done() {
    let app = App::start().await;
    let first = keyed(&app.merchant, "k1", "Maya").await;
    let again = keyed(&app.merchant, "k1", "Maya").await;
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(first.header("idempotent-replayed"), "");
    assert_ne!(first.header("request-id"), again.header("request-id"));
    assert_eq!(first.ok(), again.ok());
    assert_eq!(customers(&app.merchant).await, 1);
    keyed(&app.merchant, "k2", "Maya").await.ok();
    assert_eq!(customers(&app.merchant).await, 2);
}

#[tokio::test]
async fn another_request_under_the_same_key_is_refused() {
    let app = App::start().await;
    keyed(&app.merchant, "k", "Maya").await.ok();
    let other = keyed(&app.merchant, "k", "Noor").await;
    assert_eq!(other.status, 400);
    assert_eq!(other.body["error"]["type"], "idempotency_error");
    assert_eq!(customers(&app.merchant).await, 1);
    // Keys are each merchant's own.
    keyed(&app.other_merchant().await, "k", "Noor").await.ok();
}

#[tokio::test]
async fn a_refused_request_may_be_corrected_under_its_key() {
    let app = App::start().await;
    keyed(&app.merchant, "k", "").await.refused(400, "parameter_invalid_empty", "name");
    keyed(&app.merchant, "k", "Maya").await.ok();
}

#[tokio::test]
async fn requests_at_the_same_time_are_done_once() {
    let app = App::start().await;
    let repeats = (0..20).map(|_| keyed(&app.merchant, "k", "Maya"));
    let replies = futures::future::join_all(repeats).await;
    assert!(replies.iter().all(|reply| matches!(reply.status.as_u16(), 200 | 409)));
    for conflict in replies.iter().filter(|reply| reply.status == 409) {
        assert_eq!(conflict.body["error"]["code"], "idempotency_key_in_use");
        assert_eq!(conflict.header("stripe-should-retry"), "true");
    }
    assert_eq!(customers(&app.merchant).await, 1);
}

#[tokio::test]
async fn keys_are_forgotten_after_a_day() {
    let app = App::start().await;
    keyed(&app.merchant, "k", "Maya").await.ok();
    app.clock.advance(24 * 60 * 60 + 1);
    let reply = keyed(&app.merchant, "k", "Noor").await;
    assert_eq!(reply.header("idempotent-replayed"), "");
    assert_eq!(reply.ok()["name"], "Noor");
}

#[tokio::test]
async fn keys_have_a_length_and_reading_needs_none() {
    let app = App::start().await;
    let long = keyed(&app.merchant, &"k".repeat(256), "Maya").await;
    assert_eq!((long.status.as_u16(), &long.body["error"]["code"]), (400, &json!("idempotency_key_invalid")));
    let merchant = &app.merchant;
    let read = || {
        let request = merchant.http.get(merchant.url("/v1/customers")).bearer_auth(&merchant.secret_key);
        send(request.header("idempotency-key", "read"))
    };
    assert_eq!(read().await.ok()["data"], json!([]));
    merchant.customer().await;
    assert_eq!(read().await.ok()["data"].as_array().expect("rows").len(), 1);
}
