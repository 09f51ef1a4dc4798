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
