//! Pages of other origins that call the flow's API.

use linkspan_wire::link::path;
use reqwest::Method;

use crate::harness::{App, client::send};

#[tokio::test]
async fn origins_that_a_merchant_allows_may_call_and_others_not() {
    let app = App::start().await;
    app.other_merchant().await;
    let preflight = async |origin: &str| {
        let request = app.merchant.http.request(Method::OPTIONS, app.flow(path::SYNCHRONIZE));
        let request = request.header("origin", origin).header("access-control-request-method", "POST");
        send(request.header("access-control-request-headers", "content-type")).await
    };
    for origin in ["https://shop.example", "http://localhost:3000", "http://127.0.0.1:8080"] {
        let reply = preflight(origin).await;
        assert_eq!(reply.header("access-control-allow-origin"), origin);
        assert_eq!(reply.header("access-control-allow-methods"), "POST");
        assert_eq!(reply.header("access-control-allow-headers"), "content-type");
        assert_eq!(reply.header("access-control-allow-credentials"), "");
    }
    for origin in ["https://evil.test", "https://shop.example.evil.test", "null", "https://localhost:3000"] {
        assert_eq!(preflight(origin).await.header("access-control-allow-origin"), "", "{origin}");
    }
    let call = app.merchant.http.post(app.flow(path::SYNCHRONIZE)).header("origin", "http://localhost:3000");
    let reply = send(call.json(&serde_json::json!({ "locale": "en" }))).await;
    assert_eq!(reply.header("access-control-allow-origin"), "http://localhost:3000");
    assert_eq!(reply.status, 400);
}

#[tokio::test]
async fn no_merchant_is_read_for_the_flows_own_pages() {
    let app = App::start().await;
    let gone = "ALTER TABLE merchants RENAME TO elsewhere";
    sqlx::query(gone).execute(app.server.state.store.pool()).await.expect("another name");
    let answered = async |origin: &str| {
        let call = app.merchant.http.post(app.flow(path::SYNCHRONIZE)).header("origin", origin);
        let reply = send(call.json(&serde_json::json!({ "locale": "en" }))).await;
        reply.header("access-control-allow-origin").to_owned()
    };
    assert_eq!(answered(&app.server.ready.flow).await, app.server.ready.flow);
    assert_eq!(answered("http://localhost:3000").await, "");
}
