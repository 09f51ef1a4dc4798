//! The life of a key.

use linkspan_server::{
    keys,
    store::api_keys::{self, ApiKey},
};

use crate::harness::{App, Client, Reply};

async fn key_of(app: &App, key: &str) -> ApiKey {
    let found = api_keys::find_by_key(app.server.state.store.pool(), key).await.expect("an answer");
    found.expect("the key").key
}

fn ended(reply: &Reply) {
    assert_eq!(reply.status, 401, "{}", reply.body);
    assert_eq!(reply.body["error"]["type"], "invalid_request_error");
    assert_eq!(reply.body["error"]["code"], "api_key_expired");
}

#[tokio::test]
async fn a_rolled_key_works_on_for_the_time_that_was_given() {
    let app = App::start().await;
    let old = key_of(&app, &app.merchant.secret_key).await;
    let new = keys::roll(&app.server.state.store, &old.id, 60, app.clock_now()).await.expect("a key");
    let new = Client { secret_key: new.key, ..app.merchant.clone() };
    new.get("/v1/customers").await.ok();
    app.merchant.get("/v1/customers").await.ok();
    app.clock.advance(61);
    ended(&app.merchant.get("/v1/customers").await);
    new.get("/v1/customers").await.ok();
    // Rolled again, it cannot come back to life.
    assert!(keys::roll(&app.server.state.store, &old.id, 60, app.clock_now()).await.is_err());
}

#[tokio::test]
async fn a_revoked_key_ends_at_once() {
    let app = App::start().await;
    let key = key_of(&app, &app.merchant.secret_key).await;
    keys::revoke(&app.server.state.store, &key.id, app.clock_now()).await.expect("the key");
    ended(&app.merchant.get("/v1/customers").await);
    ended(&app.merchant.post("/v1/customers", &[]).await);
}

#[tokio::test]
async fn pages_with_a_revoked_publishable_key_are_framed_by_nobody_and_open_nothing() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let frame = app.flow(&format!("/frame?key={}", merchant.publishable_key));
    let ancestors = async || {
        let reply = merchant.http.get(&frame).send().await.expect("an answer");
        let policy = reply.headers()["content-security-policy"].to_str().expect("text").to_owned();
        policy.contains("frame-ancestors 'none'")
    };
    assert!(!ancestors().await);
    let key = key_of(&app, &merchant.publishable_key).await;
    keys::revoke(&app.server.state.store, &key.id, app.clock_now()).await.expect("the key");
    assert!(ancestors().await);
    let session = merchant.session().await;
    let opened = app.synchronize(merchant, &session).await;
    assert_eq!(opened.status, 404, "{}", opened.body);
}

#[tokio::test]
async fn the_database_has_no_key_and_knows_when_one_was_used() {
    let app = App::start().await;
    let key = key_of(&app, &app.merchant.secret_key).await;
    assert_eq!(key.last4.as_deref(), app.merchant.secret_key.get(app.merchant.secret_key.len() - 4..));
    assert_eq!(key.last_used_at, None);
    let used = async || {
        app.merchant.get("/v1/customers").await.ok();
        key_of(&app, &app.merchant.secret_key).await.last_used_at.expect("a time")
    };
    let first = used().await;
    app.clock.advance(60);
    assert_eq!(used().await, first);
    app.clock.advance(60 * 60);
    assert!(used().await > first);
}
