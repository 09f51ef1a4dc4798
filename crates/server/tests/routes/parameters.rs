//! What every endpoint makes of badly written parameters.

use std::time::Instant;

use crate::harness::{App, client::send};

#[tokio::test]
async fn the_body_has_to_be_a_form() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let to = |path: &str| merchant.http.post(merchant.url(path)).bearer_auth(&merchant.secret_key);
    let post = || to("/v1/customers");
    let json = send(post().header("content-type", "application/json").body("{\"name\":\"x\"}")).await;
    assert_eq!((json.status.as_u16(), &json.body["error"]["code"]), (400, &"content_type_invalid".into()));
    let query = send(to("/v1/customers?name=x")).await;
    assert_eq!((query.status.as_u16(), &query.body["error"]["code"]), (400, &"parameters_in_url".into()));
    send(post().header("content-type", "application/x-www-form-urlencoded; charset=utf-8").body("name=x"))
        .await
        .ok();
}

#[tokio::test]
async fn floods_are_refused_at_once() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let post = async |body: String| {
        let form = "application/x-www-form-urlencoded";
        let request = merchant.http.post(merchant.url("/v1/customers")).bearer_auth(&merchant.secret_key);
        send(request.header("content-type", form).body(body)).await
    };
    let begun = Instant::now();
    let large = post(format!("name={}", "x".repeat(300 * 1024))).await;
    assert_eq!((large.status.as_u16(), &large.body["error"]["code"]), (413, &"request_too_large".into()));
    let many = post("a=1&".repeat(20_000)).await;
    assert_eq!(many.body["error"]["code"], "parameter_unknown");
    let keys = post((0..2000).map(|n| format!("metadata[a{n}]=1")).collect::<Vec<_>>().join("&")).await;
    assert_eq!(keys.body["error"]["code"], "parameters_too_many");
    let deep = post(format!("name{}=x", "[a]".repeat(20_000))).await;
    assert_eq!(deep.body["error"]["code"], "parameter_unknown");
    assert!(deep.body["error"]["param"].as_str().is_some_and(|param| param.len() <= 100));
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn strange_names_are_only_strange_names() {
    let app = App::start().await;
    for name in ["__proto__", "constructor[prototype]", "metadata[__proto__][x]", "name[", "]name", "[]"] {
        app.merchant.post("/v1/customers", &[(name, "x")]).await.refused(400, "parameter_unknown", name);
    }
    app.merchant.post("/v1/customers", &[("name", "a"), ("name", "b")]).await.refused(
        400,
        "parameter_invalid",
        "name",
    );
}

#[tokio::test]
async fn nul_and_what_is_no_text_are_in_nothing_that_is_looked_for() {
    let app = App::start().await;
    let merchant = &app.merchant;
    for (path, param) in [
        ("/v1/customers?email=%00", "email"),
        ("/v1/customers?starting_after=cus_%00", "starting_after"),
        ("/v1/events?type=a%00", "type"),
        ("/v1/financial_connections/accounts?account_holder[customer]=%00", "account_holder[customer]"),
    ] {
        merchant.get(path).await.refused(400, "parameter_invalid", param);
    }
    let customer = merchant.customer().await;
    for path in [
        "/v1/customers/%00",
        "/v1/customers/%FF",
        "/v1/customers/%C3%28",
        "/v1/financial_connections/accounts/fca_%00",
        "/v1/financial_connections/institutions/%FF",
        "/v1/customers/%FF/payment_methods/%FF",
        &format!("/v1/customers/{customer}/payment_methods/%00"),
    ] {
        let param = if path.ends_with("methods/%00") { "payment_method" } else { "id" };
        merchant.get(path).await.refused(404, "resource_missing", param);
    }
    merchant.post("/v1/events/evt%00x/resend", &[]).await.refused(404, "resource_missing", "id");
    for key in ["metadata[a\u{0}]", "metadata[a\u{7}]"] {
        let reply = merchant.post("/v1/customers", &[(key, "b")]).await;
        assert_eq!((reply.status.as_u16(), &reply.body["error"]["code"]), (400, &"parameter_invalid".into()));
    }
}

#[tokio::test]
async fn what_is_not_utf_8_is_refused_by_name() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let post = async |body: &'static [u8]| {
        let form = "application/x-www-form-urlencoded";
        let request = merchant.http.post(merchant.url("/v1/customers")).bearer_auth(&merchant.secret_key);
        send(request.header("content-type", form).body(body)).await
    };
    for body in [&b"name=\xe9"[..], b"email=a@b.c&name=%E9", b"name=%C3"] {
        post(body).await.refused(400, "parameter_invalid", "name");
    }
    merchant.get("/v1/customers?email=%FF").await.refused(400, "parameter_invalid", "email");
    assert_eq!(post("name=\u{fffd}%EF%BF%BD".as_bytes()).await.ok()["name"], "\u{fffd}\u{fffd}");
}
