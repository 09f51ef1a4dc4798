//! `Idempotency-Key`

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{extract::State, http::StatusCode};
use linkspan_server::{
    AppState, Failure,
    api::{self, Endpoint},
    clock::Clock,
    store::idempotency::{self, Claim},
};
use serde_json::json;
use tokio::net::TcpListener;

use crate::{
    database,
    harness::{App, Client, Reply, client::send},
};

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
    // The same parameters in another order are the same request.
    let post = async |params: &[(&str, &str)]| {
        let request =
            app.merchant.http.post(app.merchant.url("/v1/customers")).bearer_auth(&app.merchant.secret_key);
        send(request.header("idempotency-key", "order").form(params)).await
    };
    let [name, key, email] = [("name", "Maya"), ("metadata[k]", "v"), ("email", "maya@lind.example")];
    let first = post(&[name, key, email]).await.ok();
    assert_eq!(post(&[email, name, key]).await.ok(), first);
    assert_eq!(post(&[email, name]).await.status, 400);
    // Keys are each merchant's own.
    keyed(&app.other_merchant().await, "k", "Noor").await.ok();
}

#[tokio::test]
async fn a_refused_request_may_be_corrected_under_its_key() {
    let app = App::start().await;
    keyed(&app.merchant, "k", "").await.refused(400, "parameter_invalid_empty", "name");
    keyed(&app.merchant, "k", "Maya").await.ok();
}

/// A POST with a key to one of these paths.
async fn post(merchant: &Client, key: &str, path: &str, params: &[(&str, &str)]) -> Reply {
    let request = merchant.http.post(merchant.url(path)).bearer_auth(&merchant.secret_key);
    send(request.header("idempotency-key", key).form(params)).await
}

#[tokio::test]
async fn a_refusal_of_what_was_carried_out_is_kept() {
    let app = App::start().await;
    let customer = app.merchant.customer().await;
    let path = format!("/v1/customers/{customer}");
    app.merchant.delete(&path).await.ok();
    let first = post(&app.merchant, "k", &path, &[("name", "Maya")]).await;
    let again = post(&app.merchant, "k", &path, &[("name", "Maya")]).await;
    first.refused(404, "resource_missing", "id");
    assert_eq!((first.body, first.status), (again.body.clone(), again.status));
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(again.header("stripe-should-retry"), "false");
    let other = post(&app.merchant, "k", &path, &[("name", "Noor")]).await;
    assert_eq!(other.body["error"]["code"], "idempotency_key_reused");
}

#[tokio::test]
async fn an_impossible_expansion_is_refused_before_anything_is_done() {
    let app = App::start().await;
    let refused = post(&app.merchant, "k", "/v1/customers", &[("name", "Maya"), ("expand[]", "name")]).await;
    refused.refused(400, "parameter_invalid", "expand");
    assert_eq!(customers(&app.merchant).await, 0);
    post(&app.merchant, "k", "/v1/customers", &[("name", "Maya")]).await.ok();
}

/// A server with endpoints that fail, and a client of it.
async fn failing(app: &App) -> (Client, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let [panicking, unable, waiting, written] = std::array::from_fn(|_| Arc::clone(&calls));
    let endpoints = vec![
        Endpoint::post("/v1/panic", async move || -> StatusCode {
            panicking.fetch_add(1, Ordering::Relaxed);
            panic!("as a handler with a bug does");
        }),
        Endpoint::post("/v1/fail", async move || {
            unable.fetch_add(1, Ordering::Relaxed);
            (StatusCode::INTERNAL_SERVER_ERROR, "{}")
        }),
        Endpoint::post("/v1/wait", async move || {
            waiting.fetch_add(1, Ordering::Relaxed);
            Err::<(), _>(Failure::from(sqlx::Error::PoolTimedOut))
        }),
        Endpoint::post("/v1/write_and_wait", async move |State(state): State<AppState>| {
            written.fetch_add(1, Ordering::Relaxed);
            state.store.begin_write("acct_1").await?.commit().await?;
            Err::<(), _>(Failure::from(sqlx::Error::PoolTimedOut))
        }),
    ];
    let router = api::router_of(endpoints, app.server.state.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let api = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (Client { api, ..app.merchant.clone() }, calls)
}

#[tokio::test]
async fn failures_and_panics_are_kept_at_once() {
    let app = App::start().await;
    let (merchant, calls) = failing(&app).await;
    for (done, path) in [(1, "/v1/panic"), (2, "/v1/fail")] {
        for replayed in ["", "true"] {
            let reply = post(&merchant, path, path, &[]).await;
            assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}: {}", reply.body);
            assert_eq!(reply.header("idempotent-replayed"), replayed, "{path}");
            assert_eq!(reply.header("stripe-should-retry"), "false", "{path}");
            assert_eq!(calls.load(Ordering::Relaxed), done, "{path}");
        }
    }
}

#[tokio::test]
async fn waiting_in_vain_frees_the_key_only_before_anything_was_written() {
    let app = App::start().await;
    let (merchant, calls) = failing(&app).await;
    for (done, path, replayed) in [(1, "/v1/wait", ""), (2, "/v1/wait", ""), (3, "/v1/write_and_wait", "")] {
        let reply = post(&merchant, path, path, &[]).await;
        assert_eq!(
            (reply.status, reply.header("idempotent-replayed")),
            (StatusCode::SERVICE_UNAVAILABLE, replayed)
        );
        assert_eq!(calls.load(Ordering::Relaxed), done);
    }
    let again = post(&merchant, "/v1/write_and_wait", "/v1/write_and_wait", &[]).await;
    assert_eq!(
        (again.status, again.header("idempotent-replayed")),
        (StatusCode::SERVICE_UNAVAILABLE, "true")
    );
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn neither_answers_nor_questions_are_in_the_database_in_clear() {
    let app = App::start().await;
    let params = [("url", "https://shop.example/hook"), ("enabled_events[]", "*")];
    let made = post(&app.merchant, "k", "/v1/webhook_endpoints", &params).await.ok();
    let secret = made["secret"].as_str().expect("a secret");
    let asked =
        format!("/v1/webhook_endpoints\nenabled_events%5B%5D=*&url={}", "https%3A%2F%2Fshop.example%2Fhook");
    let kept = database::contents(&app.dir.path().join("data"), &app.server.state.store).await;
    assert!(!database::holds(&kept, secret), "the answer");
    assert!(!database::holds(&kept, &linkspan_server::ids::sha256_hex(&asked)), "a digest without a key");
    assert!(database::holds(&kept, &app.server.state.keyring.fingerprint(&[asked.as_bytes()])));
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

#[tokio::test]
async fn a_request_that_was_cut_off_with_its_process_is_not_done_a_second_time() {
    let app = App::start().await;
    let (merchant, state) = (&app.merchant, &app.server.state);
    let asked: [&[u8]; 3] = [b"/v1/customers", b"\n", b"name=Maya"];
    let fingerprint = state.keyring.fingerprint(&asked);
    let merchant_id = app.merchant_id().await;
    let claim = Claim { id: "idem_1", merchant: &merchant_id, key: "k", fingerprint: &fingerprint };
    let mut tx = state.store.begin_write(&merchant_id).await.expect("a transaction");
    assert!(idempotency::claim(&mut tx, &claim, state.now()).await.expect("a claim").is_none());
    tx.commit().await.expect("a commit");
    let under_way = keyed(merchant, "k", "Maya").await;
    assert_eq!((under_way.status.as_u16(), under_way.header("stripe-should-retry")), (409, "true"));
    app.clock.advance(120);
    for _ in 0..2 {
        let cut_off = keyed(merchant, "k", "Maya").await;
        assert_eq!((cut_off.status.as_u16(), cut_off.header("stripe-should-retry")), (500, "false"));
        assert_eq!(cut_off.body["error"]["code"], "idempotency_key_cut_off");
    }
    assert_eq!(customers(merchant).await, 0);
    app.clock.advance(24 * 60 * 60);
    keyed(merchant, "k", "Maya").await.ok();
}

#[tokio::test]
async fn a_helper_that_moves_the_clock_does_not_move_it_twice_under_its_key() {
    let app = App::start().await;
    let advance = "/v1/test_helpers/financial_connections/clock/advance";
    for replayed in ["", "true"] {
        let moved = post(&app.merchant, "k", advance, &[("seconds", "90000")]).await;
        assert_eq!(moved.header("idempotent-replayed"), replayed);
    }
    assert_eq!(app.server.state.now() - app.clock.now(), 90_000);
}

#[tokio::test]
async fn a_refusal_after_something_was_done_is_kept() {
    let app = App::start().await;
    let session = app.merchant.session().await;
    let id = session["id"].as_str().expect("an id");
    let path = format!("/v1/test_helpers/financial_connections/sessions/{id}/link");
    for (account, replayed) in [("None", ""), ("None", "true")] {
        let params = [("institution", "bcinst_test_credentials"), ("accounts[]", account)];
        let reply = post(&app.merchant, "k", &path, &params).await;
        reply.refused(400, "parameter_invalid", "accounts");
        assert_eq!(reply.header("idempotent-replayed"), replayed);
    }
}
