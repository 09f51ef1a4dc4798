//! What watches the server.

use linkspan_wire::link::path;
use reqwest::StatusCode;
use serde_json::json;

use crate::harness::{App, Receiver, data::HELPERS, eventually};

#[tokio::test]
async fn health_is_told_without_a_key() {
    let app = App::start().await;
    for path in ["/healthz", "/readyz"] {
        let answer = reqwest::get(app.merchant.url(path)).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
    }
    app.server.state.store.close().await;
    let unready = reqwest::get(app.merchant.url("/readyz")).await.expect("an answer");
    assert_eq!(unready.status(), StatusCode::SERVICE_UNAVAILABLE);
    let alive = reqwest::get(app.merchant.url("/healthz")).await.expect("an answer");
    assert_eq!(alive.status(), StatusCode::OK);
}

#[tokio::test]
async fn figures_are_on_an_address_of_their_own_and_name_routes_only() {
    let app = App::start().await;
    let session = app.merchant.session().await;
    let id = session["id"].as_str().expect("an id");
    app.merchant.get(&format!("/v1/financial_connections/sessions/{id}")).await.ok();
    app.link(&app.merchant, &session, 2).await;

    let elsewhere = app.merchant.get("/metrics").await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    let address = app.server.addresses.metrics.expect("an address");
    let text = reqwest::get(format!("http://{address}/metrics")).await.expect("an answer");
    let text = text.text().await.expect("figures");
    let has = |line: &str| text.lines().any(|one| one == line);
    let route = "/v1/financial_connections/sessions/{id}";
    let labels = format!("{{method=\"GET\",route=\"{route}\",status=\"2xx\"}}");
    assert!(has(&format!("linkspan_request_seconds_count{labels} 1")), "{text}");
    assert!(has("linkspan_sessions_total{outcome=\"succeeded\"} 1"), "{text}");
    assert!(has("linkspan_sessions_total{outcome=\"cancelled\"} 0"), "{text}");
    assert!(!text.contains(id) && !text.contains("sk_test_"), "an id in a label");
}

#[tokio::test]
async fn outcomes_are_counted() {
    let app = App::start().await;
    let receiver = Receiver::answering(&[500, 200]).await;
    let params = [("url", &*receiver.url), ("enabled_events[]", "*")];
    let endpoint = app.merchant.post("/v1/webhook_endpoints", &params).await.ok();
    let account = app.linked("bcinst_test_credentials", "Success", &[]).await;
    app.merchant.attempts(endpoint["id"].as_str().expect("an id"), 1).await;
    app.clock.advance(10);
    account.post("refresh", &[("features[]", "balance")]).await.ok();
    let unlucky = app.linked("bcinst_test_credentials", "Success", &[]).await;
    unlucky.help("fail_next_refresh").await;
    unlucky.post("refresh", &[("features[]", "balance")]).await.ok();
    let broken = app.merchant.session().await;
    app.agree(&app.merchant, &broken).await;
    let error = json!({ "terminal_error": { "type": "api_error", "code": "institution_error" } });
    app.step(&app.merchant, &broken, path::COMPLETE, error).await;
    let lapsed = app.merchant.session().await;
    let lapsed = lapsed["id"].as_str().expect("an id");
    app.merchant.post(&format!("{HELPERS}/sessions/{lapsed}/expire"), &[]).await.ok();

    let address = app.server.addresses.metrics.expect("an address");
    eventually("the figures", async || {
        let text = reqwest::get(format!("http://{address}/metrics")).await.expect("an answer");
        let text = text.text().await.expect("figures");
        let has = |line: &str| text.lines().any(|one| one == line);
        let all = has("linkspan_sessions_total{outcome=\"succeeded\"} 2")
            && has("linkspan_sessions_total{outcome=\"cancelled\"} 1")
            && has("linkspan_sessions_total{outcome=\"failed\"} 1")
            && has("linkspan_webhook_deliveries_total{outcome=\"to_be_retried\"} 1")
            && has("linkspan_webhook_deliveries_total{outcome=\"delivered\"} 4")
            && has("linkspan_webhook_deliveries_total{outcome=\"failed\"} 0")
            && has("linkspan_refreshes_total{feature=\"balance\",outcome=\"succeeded\"} 1")
            && has("linkspan_refreshes_total{feature=\"balance\",outcome=\"failed\"} 1");
        all.then_some(())
    })
    .await;
}
