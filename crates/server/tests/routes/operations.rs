//! What watches the server.

use reqwest::StatusCode;

use crate::harness::App;

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
    let route = "route=\"/v1/financial_connections/sessions/{id}\"";
    let counted =
        text.lines().find(|line| line.starts_with("linkspan_request_seconds_count") && line.contains(route));
    assert!(counted.is_some_and(|line| line.contains("status=\"200\"") && line.ends_with(" 1")), "{text}");
    assert!(text.contains("linkspan_sessions{status=\"succeeded\"} 1"), "{text}");
    assert!(!text.contains(id) && !text.contains("sk_test_"), "an id in a label");
}
