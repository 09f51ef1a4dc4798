//! What stands before every endpoint: rate limits, versions, permissions and the end of keys.

use std::{num::NonZeroU32, time::Instant};

use linkspan_server::{
    api,
    config::{Config, RateLimits},
    keys,
    permissions::Permissions,
    serve::{Options, Server},
    store::api_keys::{ApiKey, KeyKind},
};

use utoipa::openapi::HttpMethod;

use crate::harness::{App, Client, Reply, client::send, options};

/// A client with a restricted key of the default merchant.
async fn restricted(app: &App, permissions: &[&str]) -> Client {
    let permissions = permissions.iter().map(|text| text.parse().expect("a permission"));
    let permissions = permissions.collect::<Permissions>().into();
    let key = ApiKey::new(&app.merchant_id().await, KeyKind::Restricted, app.clock_now());
    let key = keys::create(app.server.state.store.pool(), ApiKey { permissions, ..key }).await;
    let key = key.expect("a key").key;
    assert!(key.starts_with("rk_test_"));
    Client { secret_key: key, ..app.merchant.clone() }
}

fn lacks(reply: &Reply, permission: &str) {
    assert_eq!(reply.status, 403, "{}", reply.body);
    assert_eq!(reply.body["error"]["type"], "invalid_request_error");
    assert_eq!(reply.body["error"]["code"], "more_permissions_required");
    let message = reply.body["error"]["message"].as_str().expect("a message");
    assert!(message.contains(&format!("'{permission}'")), "{message}");
    assert_eq!(reply.header("stripe-should-retry"), "false");
}

#[tokio::test]
async fn a_restricted_key_may_do_what_it_was_given() {
    let app = App::start().await;
    let reader = restricted(&app, &["customers:read"]).await;
    reader.get("/v1/customers").await.ok();
    lacks(&reader.post("/v1/customers", &[]).await, "customers:write");
    let customer = app.merchant.customer().await;
    lacks(&reader.delete(&format!("/v1/customers/{customer}")).await, "customers:write");
    lacks(&reader.get("/v1/financial_connections/accounts").await, "accounts:read");
    lacks(
        &reader.post("/v1/test_helpers/financial_connections/clock/advance", &[]).await,
        "test_helpers:write",
    );

    let writer = restricted(&app, &["customers:write"]).await;
    writer.post("/v1/customers", &[("name", "Maya")]).await.ok();
    writer.get("/v1/customers").await.ok();
}

#[tokio::test]
async fn a_restricted_key_reads_nothing_more_by_expanding() {
    let app = App::start().await;
    let customer = app.merchant.customer().await;
    let session = app.merchant.session_of(&customer, &[]).await.ok();
    let path = format!(
        "/v1/financial_connections/sessions/{}?expand[]=account_holder.customer",
        session["id"].as_str().expect("an id")
    );
    let without = restricted(&app, &["sessions:read"]).await;
    lacks(&without.get(&path).await, "customers:read");
    let with = restricted(&app, &["sessions:read", "customers:read"]).await;
    assert_eq!(with.get(&path).await.ok()["account_holder"]["customer"]["id"], *customer);
}

#[tokio::test]
async fn nothing_is_done_for_a_key_that_may_not_read_the_answer() {
    let app = App::start().await;
    let writer = restricted(&app, &["payment_intents:write"]).await;
    let params = [("amount", "1000"), ("currency", "usd"), ("expand[]", "payment_method")];
    lacks(&writer.post("/v1/payment_intents", &params).await, "payment_methods:read");
    assert_eq!(app.merchant.get("/v1/payment_intents").await.ok()["data"], serde_json::json!([]));
    writer.post("/v1/payment_intents", &params[..2]).await.ok();
}

#[tokio::test]
async fn every_endpoint_needs_a_permission() {
    let app = App::start().await;
    let nothing = restricted(&app, &[]).await;
    for endpoint in api::endpoints() {
        let method = match endpoint.method {
            HttpMethod::Get => "GET",
            HttpMethod::Delete => "DELETE",
            _ => "POST",
        };
        let path = endpoint.path.replace(['{', '}'], "");
        let reply = nothing.request(method, &path, &[]).await;
        lacks(&reply, &format!("{}:{}", endpoint.resource, endpoint.access()));
    }
}

#[tokio::test]
async fn what_a_key_may_not_do_is_not_kept_under_an_idempotency_key() {
    let app = App::start().await;
    let create = |client: &Client| {
        let request = client.http.post(client.url("/v1/customers")).bearer_auth(&client.secret_key);
        send(request.header("idempotency-key", "once").form(&[("name", "Maya")]))
    };
    let reader = restricted(&app, &["customers:read"]).await;
    create(&app.merchant).await.ok();
    // Not even the answer that is kept for others.
    lacks(&create(&reader).await, "customers:write");
}

#[tokio::test]
async fn versions_are_checked_and_every_answer_names_its_own() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let with = |version: &'static str| {
        let request = merchant.http.get(merchant.url("/v1/customers")).bearer_auth(&merchant.secret_key);
        send(request.header("stripe-version", version))
    };
    for good in ["2026-09-30.endive", "2026-10-28.endive; feature_beta=v3", "2027-01-27.preview"] {
        let reply = with(good).await;
        assert_eq!(reply.header("stripe-version"), linkspan_wire::event::API_VERSION);
        reply.ok();
    }
    for bad in ["2025-11-17.clover", "2020-08-27", "latest"] {
        let reply = with(bad).await;
        assert_eq!(reply.status, 400, "{bad}");
        assert_eq!(reply.body["error"]["code"], "api_version_invalid");
        assert!(reply.body["error"]["message"].as_str().expect("a message").contains("Stripe-Version"));
    }
    for path in ["/v1/customers/cus_none", "/v1/nothing"] {
        assert_eq!(merchant.get(path).await.header("stripe-version"), linkspan_wire::event::API_VERSION);
    }
}

/// Sends as many at once as no machine sends in seconds; gives how many were answered and refused.
async fn burst(client: &Client, method: &str) -> (usize, Vec<Reply>) {
    let replies =
        futures::future::join_all((0..30).map(|_| client.request(method, "/v1/customers", &[]))).await;
    let (answered, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
    (answered.len(), refused)
}

#[tokio::test]
async fn a_key_that_asks_too_often_is_told_when_to_come_back() {
    let app = App::start().await;
    let dir = tempfile::tempdir().expect("a directory");
    let limits = |read, write| RateLimits { read: NonZeroU32::new(read), write: NonZeroU32::new(write) };
    for (limits, limited, free) in [(limits(2, 0), "GET", "POST"), (limits(0, 2), "POST", "GET")] {
        let more = options(dir.path(), app.clock.clone()).await;
        let config = Config { rate_limits: limits, ..more.config };
        let server = Server::start(Options { config, ..more }).await.expect("a server");
        let ready = &server.ready;
        let client = Client::new(&ready.api, &ready.secret_key, &ready.publishable_key);
        let (answered, refused) = burst(&client, limited).await;
        assert!(answered >= 2 && !refused.is_empty(), "{answered} of 30");
        for reply in refused {
            assert_eq!(reply.status, 429);
            assert_eq!(reply.body["error"]["type"], "invalid_request_error");
            assert_eq!(reply.body["error"]["code"], "rate_limit");
            assert_eq!(reply.header("retry-after"), "1");
            assert_eq!(reply.header("stripe-should-retry"), "true");
        }
        // The other kind has a limit of its own, here none.
        assert_eq!(burst(&client, free).await.0, 30);
        server.stop().await;
    }
}

#[tokio::test]
async fn processes_on_one_database_count_together() {
    const LIMIT: u32 = 20;
    let app = App::start().await;
    let dir = tempfile::tempdir().expect("a directory");
    let (mut servers, mut clients) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        let more = options(dir.path(), app.clock.clone()).await;
        let rate_limits = RateLimits { read: NonZeroU32::new(LIMIT), write: None };
        let server = Server::start(Options { config: Config { rate_limits, ..more.config }, ..more }).await;
        let server = server.expect("a server");
        let ready = &server.ready;
        clients.push(Client::new(&ready.api, &ready.secret_key, &ready.publishable_key));
        servers.push(server);
    }
    let began = Instant::now();
    let ((first, _), (second, _)) = tokio::join!(burst(&clients[0], "GET"), burst(&clients[1], "GET"));
    // As many at once as in a second, and what became free meanwhile.
    let most = f64::from(LIMIT) * (1.0 + began.elapsed().as_secs_f64());
    let answered = u32::try_from(first + second).expect("a small number");
    assert!(answered >= LIMIT && f64::from(answered) <= most, "{first} and {second}, at most {most}");
    for server in servers {
        server.stop().await;
    }
}

#[tokio::test]
async fn a_limited_request_is_not_kept_under_an_idempotency_key() {
    let app = App::start().await;
    let dir = tempfile::tempdir().expect("a directory");
    let more = options(dir.path(), app.clock.clone()).await;
    let rate_limits = RateLimits { read: None, write: NonZeroU32::new(1) };
    let server = Server::start(Options { config: Config { rate_limits, ..more.config }, ..more }).await;
    let server = server.expect("a server");
    let client = Client::new(&server.ready.api, &server.ready.secret_key, &server.ready.publishable_key);
    let create = |name: &'static str| {
        let request = client.http.post(client.url("/v1/customers")).bearer_auth(&client.secret_key);
        send(request.header("idempotency-key", "once").form(&[("name", name)]))
    };
    let (_, refused) = burst(&client, "POST").await;
    assert!(!refused.is_empty());
    // Each with another name: one that was kept would refuse the next.
    for (refused, name) in ["a", "b", "c", "d", "e", "f", "g", "h"].into_iter().enumerate() {
        let reply = create(name).await;
        if reply.status != 429 {
            reply.ok();
            assert!(refused > 0, "the limit had ended before the first one");
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
    panic!("never let through");
}

#[tokio::test]
async fn nobody_acts_for_another_account() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let as_account = async |account: &str| {
        let request = merchant.http.post(merchant.url("/v1/customers")).bearer_auth(&merchant.secret_key);
        send(request.header("stripe-account", account)).await
    };
    let refused = as_account("acct_of_somebody").await;
    assert_eq!((refused.status.as_u16(), &refused.body["error"]["code"]), (403, &"account_invalid".into()));
    assert_eq!(merchant.get("/v1/customers").await.ok()["data"].as_array().map(Vec::len), Some(0));
    as_account(&app.merchant_id().await).await.ok();
}
