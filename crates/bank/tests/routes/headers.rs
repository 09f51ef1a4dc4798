//! What every answer says about itself.

use axum::http::StatusCode;

use crate::harness::{Reply, TestBank, authorize};

fn hardened(reply: &Reply) {
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(reply.header("referrer-policy"), "no-referrer");
    assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin");
    assert!(reply.header("content-security-policy").starts_with("default-src 'none'"));
    assert!(reply.header("content-security-policy").contains("frame-ancestors 'none'"));
}

#[tokio::test]
async fn pages_have_a_strict_policy_with_a_fresh_nonce() {
    let bank = TestBank::new();
    let page = bank.get(&authorize("bcinst_northline", &[])).await;
    hardened(&page);
    assert_eq!(page.header("cache-control"), "no-store");
    let nonce = page.between("<style nonce=\"", "\"").expect("a nonce").to_owned();
    assert_eq!(
        page.header("content-security-policy"),
        format!(
            "default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self' data:; \
             form-action 'self' http://127.0.0.1:4002; frame-ancestors 'none'; base-uri 'none'"
        )
    );
    assert!(!page.body.contains(" style=\""), "an inline style would be blocked");
    let other = bank.get(&authorize("bcinst_northline", &[])).await;
    assert_ne!(other.between("<style nonce=\"", "\""), Some(nonce.as_str()));
}

#[tokio::test]
async fn everything_else_is_hardened_too() {
    let bank = TestBank::new();
    for path in
        ["/nowhere", "/bcinst_northline/health", "/bcinst_northline/accounts", "/bcinst_northline/token"]
    {
        let reply = bank.get(path).await;
        hardened(&reply);
        assert_eq!(reply.header("cache-control"), "no-store", "{path}");
    }
    let reply = bank.get(&authorize("bcinst_northline", &[("response_type", "token")])).await;
    hardened(&reply);
}

#[tokio::test]
async fn icons_are_served() {
    let bank = TestBank::new();
    let icon = bank.get("/icons/bcinst_northline.svg").await;
    assert_eq!(icon.status, StatusCode::OK);
    assert_eq!(icon.header("content-type"), "image/svg+xml");
    assert!(icon.header("cache-control").starts_with("public"));
    assert!(icon.body.starts_with("<svg "));
    hardened(&icon);
    assert_eq!(bank.get("/icons/bcinst_nowhere.svg").await.status, StatusCode::NOT_FOUND);
    assert_eq!(bank.get("/icons/bcinst_northline").await.status, StatusCode::NOT_FOUND);
}
