//! Keys, unknown routes and the headers of every answer.

use serde_json::json;

use crate::harness::{App, client::send};

#[tokio::test]
async fn both_ways_to_send_a_key_are_taken() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let url = merchant.url("/v1/customers");
    send(merchant.http.get(&url).bearer_auth(&merchant.secret_key)).await.ok();
    send(merchant.http.get(&url).basic_auth(&merchant.secret_key, Some(""))).await.ok();
    send(merchant.http.get(&url).basic_auth(&merchant.secret_key, None::<&str>)).await.ok();
}

#[tokio::test]
async fn other_keys_are_refused() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let get = || merchant.http.get(merchant.url("/v1/customers"));

    let none = send(get()).await;
    assert_eq!(none.status, 401);
    assert_eq!(none.body["error"]["type"], "invalid_request_error");
    for header in ["", "Bearer", "Bearer ", "Basic !!", "Basic Og==", "Digest x", "sk_test_x"] {
        let reply = send(get().header("authorization", header)).await;
        assert_eq!(reply.status, 401, "{header}: {}", reply.body);
    }
    let wrong = send(get().bearer_auth("sk_test_canary1234567890123456789012")).await;
    assert_eq!(wrong.status, 401);
    assert!(!wrong.body.to_string().contains("canary"), "{}", wrong.body);

    let publishable = send(get().bearer_auth(&merchant.publishable_key)).await;
    assert_eq!(publishable.status, 403);
    assert_eq!(publishable.body["error"]["code"], "secret_key_required");
    assert!(!publishable.body.to_string().contains(&merchant.publishable_key), "{}", publishable.body);
}

#[tokio::test]
async fn unknown_routes_and_methods_are_named() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let unknown = merchant.get("/v1/refunds").await;
    assert_eq!(unknown.status, 404);
    assert_eq!(
        unknown.body,
        json!({ "error": {
            "type": "invalid_request_error",
            "code": "resource_missing",
            "message": "Unrecognized request URL (GET: /v1/refunds).",
        } })
    );
    let method = merchant.delete("/v1/financial_connections/sessions").await;
    assert_eq!(method.status, 404);
    let pasted = merchant.get("/v1/sk_test_canary").await;
    assert!(!pasted.body.to_string().contains("canary"), "{}", pasted.body);
}

#[tokio::test]
async fn every_answer_has_an_id_and_may_not_be_kept_or_read_by_pages() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let good = merchant.get("/v1/customers").await;
    let bad = merchant.get("/v1/customers/cus_none").await;
    let preflight = send(
        merchant
            .http
            .request(reqwest::Method::OPTIONS, merchant.url("/v1/customers"))
            .header("origin", "http://localhost:3000")
            .header("access-control-request-method", "POST"),
    )
    .await;
    for reply in [&good, &bad, &preflight] {
        assert!(reply.header("request-id").starts_with("req_"), "{:?}", reply.headers);
        assert_eq!(reply.header("cache-control"), "no-store");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert!(reply.headers.get("access-control-allow-origin").is_none());
    }
    assert_ne!(good.header("request-id"), bad.header("request-id"));
    assert_eq!(bad.header("stripe-should-retry"), "false");
}
