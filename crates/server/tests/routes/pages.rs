//! The pages that run the flow, and the headers of everything on the flow's origin.

use std::sync::Arc;

use linkspan_server::{flow_api::Page, serve::PublicOrigins, state::Origins};

use crate::harness::{self, App, Reply, client::send};

async fn get(app: &App, path: &str) -> Reply {
    send(app.merchant.http.get(app.flow(path))).await
}

/// The nonce that the policy names.
fn nonce(reply: &Reply) -> String {
    let policy = reply.header("content-security-policy");
    let (_, rest) = policy.split_once("script-src 'nonce-").expect("a nonce");
    rest.split_once('\'').expect("its end").0.to_owned()
}

fn text(reply: &Reply) -> &str {
    reply.body.as_str().expect("a page")
}

#[tokio::test]
async fn every_page_has_a_fresh_nonce_and_the_strict_policy() {
    let app = App::start().await;
    let key = &app.merchant.publishable_key;
    for path in [&*format!("/frame?key={key}&origin=http://localhost:3000&locale=en"), "/link", "/"] {
        let (one, two) = (get(&app, path).await, get(&app, path).await);
        assert_eq!(one.status, 200);
        assert_eq!(one.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(one.header("cache-control"), "no-store");
        assert_ne!(nonce(&one), nonce(&two));
        assert_eq!(text(&one), harness::INDEX.replace("{{__TRUNK NONCE__}}", &nonce(&one)));
    }
    let page = get(&app, "/").await;
    let nonce = nonce(&page);
    assert_eq!(
        page.header("content-security-policy"),
        format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
             style-src 'nonce-{nonce}'; img-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; \
             form-action 'none'; object-src 'none'; frame-ancestors 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'"
        )
    );
}

#[tokio::test]
async fn a_key_decides_who_may_frame_and_nothing_else() {
    let app = App::start().await;
    let other = app.other_merchant().await;
    let frame = async |key: &str| get(&app, &format!("/frame?key={key}")).await;
    let ancestors = |reply: &Reply| -> String {
        let policy = reply.header("content-security-policy").to_owned();
        policy
            .split("; ")
            .find(|part| part.starts_with("frame-ancestors"))
            .expect("frame-ancestors")
            .to_owned()
    };
    let known = frame(&other.publishable_key).await;
    assert_eq!(ancestors(&known), "frame-ancestors https://shop.example");
    assert_eq!(
        ancestors(&frame(&app.merchant.publishable_key).await),
        "frame-ancestors http://localhost:* http://127.0.0.1:* http://127.0.0.2:* http://127.0.0.3:*"
    );
    for key in ["pk_test_unknown", "", &other.secret_key, "%ff", "x&key=pk_test_y"] {
        let unknown = frame(key).await;
        assert_eq!(ancestors(&unknown), "frame-ancestors 'none'", "{key}");
        assert_eq!(unknown.status, known.status);
        assert_eq!(text(&unknown).replace(&nonce(&unknown), ""), text(&known).replace(&nonce(&known), ""));
    }
    assert_eq!(ancestors(&get(&app, "/frame").await), "frame-ancestors 'none'");
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let app = App::start().await;
    let link = format!("/link/{}", "a".repeat(32));
    for path in
        ["/", "/frame", "/link", &link, "/nothing", "/linkspan.js", "/icons/x.svg", "/v1/nothing", "/auth/x"]
    {
        let reply = get(&app, path).await;
        assert!(reply.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
        assert!(reply.header("cross-origin-opener-policy").starts_with("same-origin"), "{path}");
        assert!(reply.header("permissions-policy").contains("camera=()"), "{path}");
        assert!(reply.header("request-id").starts_with("req_"), "{path}");
        assert_eq!(reply.header("strict-transport-security"), "", "{path}");
    }
    let wrong_method = send(app.merchant.http.post(app.flow("/link"))).await;
    assert_eq!(wrong_method.status, 404);
    let json = get(&app, "/v1/nothing").await;
    assert_eq!(json.body["error"]["code"], "resource_missing");
}

#[tokio::test]
async fn behind_https_transport_security_is_promised() {
    let app = App::start().await;
    let public = PublicOrigins { flow: Some("https://link.example".into()), ..PublicOrigins::default() };
    let other = tempfile::tempdir().expect("a directory");
    let server = harness::start(other.path(), Arc::clone(&app.clock), public).await;
    let address = server.addresses.flow;
    assert_eq!(server.ready.flow, "https://link.example");
    let at = |path: &str| app.merchant.http.get(format!("http://{address}{path}"));
    let reply = send(at("/nothing")).await;
    assert!(reply.header("strict-transport-security").starts_with("max-age=63072000"));
    let opened = send(at(&format!("/link/{}", "a".repeat(32)))).await;
    assert_eq!(
        opened.header("set-cookie"),
        format!(
            "{}={}; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=3600",
            Page::of(&"a".repeat(32))
                .cookie(&Origins { flow: server.ready.flow.clone(), ..Origins::default() }),
            "a".repeat(32)
        )
    );
    server.stop().await;
}

#[tokio::test]
async fn a_page_that_changed_is_read_again_and_a_missing_one_says_what_to_do() {
    let app = App::start().await;
    let file = app.dir.path().join("web/index.html");
    get(&app, "/").await;
    std::fs::write(&file, "<!doctype html>changed, and of another length").expect("a file");
    assert_eq!(text(&get(&app, "/").await), "<!doctype html>changed, and of another length");
    std::fs::remove_file(&file).expect("the file was there");
    let missing = get(&app, "/").await;
    assert_eq!(missing.status, 503);
    assert!(text(&missing).contains("cargo xtask build"));
}
