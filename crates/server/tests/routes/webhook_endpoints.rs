//! `/v1/webhook_endpoints`

use serde_json::{Value, json};

use crate::harness::App;

const PATH: &str = "/v1/webhook_endpoints";
const URL: &str = "https://shop.example/hook";

#[tokio::test]
async fn an_endpoint_is_created_read_changed_listed_and_deleted() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let created = merchant
        .post(
            PATH,
            &[
                ("url", URL),
                ("enabled_events[]", "financial_connections.account.created"),
                ("description", "books"),
                ("metadata[a]", "b"),
            ],
        )
        .await
        .ok();
    let secret = created["secret"].as_str().expect("a secret");
    assert!(secret.starts_with("whsec_") && secret.len() > 30);
    let mut expected = json!({
        "id": created["id"],
        "object": "webhook_endpoint",
        "api_version": null,
        "application": null,
        "created": created["created"],
        "description": "books",
        "enabled_events": ["financial_connections.account.created"],
        "livemode": false,
        "metadata": { "a": "b" },
        "secret": secret,
        "status": "enabled",
        "url": URL,
    });
    assert_eq!(created, expected);
    expected.as_object_mut().expect("an object").remove("secret");
    let path = format!("{PATH}/{}", created["id"].as_str().expect("an id"));
    assert_eq!(merchant.get(&path).await.ok(), expected);
    let list = merchant.get(PATH).await.ok();
    assert_eq!(list, json!({ "object": "list", "data": [expected], "has_more": false, "url": PATH }));

    let changed = merchant
        .post(&path, &[("enabled_events[]", "*"), ("disabled", "true"), ("description", "")])
        .await
        .ok();
    expected["enabled_events"] = json!(["*"]);
    expected["status"] = "disabled".into();
    expected["description"] = Value::Null;
    assert_eq!(changed, expected);

    let other = app.other_merchant().await;
    other.get(&path).await.refused(404, "resource_missing", "id");
    other.post(&path, &[("url", URL)]).await.refused(404, "resource_missing", "id");
    other.delete(&path).await.refused(404, "resource_missing", "id");

    let gone = json!({ "id": created["id"], "object": "webhook_endpoint", "deleted": true });
    assert_eq!(merchant.delete(&path).await.ok(), gone);
    merchant.get(&path).await.refused(404, "resource_missing", "id");
}

#[tokio::test]
async fn wrong_values_are_refused_by_name() {
    let app = App::start().await;
    let post = async |params: &[(&str, &str)]| app.merchant.post(PATH, params).await;
    let all = ("enabled_events[]", "*");
    post(&[all]).await.refused(400, "parameter_missing", "url");
    post(&[("url", ""), all]).await.refused(400, "parameter_invalid_empty", "url");
    post(&[("url", URL)]).await.refused(400, "parameter_missing", "enabled_events");
    post(&[("url", URL), ("enabled_events", "")]).await.refused(
        400,
        "parameter_invalid_empty",
        "enabled_events",
    );
    post(&[("url", URL), ("enabled_events[]", "charge.failed")]).await.refused(
        400,
        "parameter_invalid",
        "enabled_events",
    );
    post(&[("url", URL), all, ("api_version", "2020-01-01")]).await.refused(
        400,
        "parameter_invalid",
        "api_version",
    );
    post(&[("url", URL), all, ("connect", "true")]).await.refused(400, "parameter_unknown", "connect");
    for bad in [
        "shop.example/hook",
        "ftp://shop.example/",
        "javascript:alert(1)",
        "https://user:pass@shop.example/",
        "http://169.254.169.254/latest/meta-data",
        "http://0xa9fea9fe/",
        "http://[::ffff:169.254.169.254]/",
        "http://0.0.0.0/",
        "http://shop.example/hook",
    ] {
        post(&[("url", bad), all]).await.refused(400, "url_invalid", "url");
    }
    let made = post(&[("url", URL), all]).await.ok();
    let path = format!("{PATH}/{}", made["id"].as_str().expect("an id"));
    let plain = app.merchant.post(&path, &[("url", "http://merchant:3000/hook")]).await;
    plain.refused(400, "url_invalid", "url");
    assert_eq!(app.merchant.get(&path).await.ok()["url"], URL);
}

#[tokio::test]
async fn there_is_a_most() {
    let app = App::start().await;
    let post = async || app.merchant.post(PATH, &[("url", URL), ("enabled_events[]", "*")]).await;
    for _ in 0..16 {
        post().await.ok();
    }
    assert_eq!(post().await.body["error"]["code"], "resource_limit");
}

#[tokio::test]
async fn versions_are_those_of_the_header() {
    let app = App::start().await;
    let with = async |version: &str| {
        let params = [("url", URL), ("enabled_events[]", "*"), ("api_version", version)];
        app.merchant.post("/v1/webhook_endpoints", &params).await
    };
    for good in ["2026-09-30.endive", "2026-10-28.endive", "2027-02-24.fennel"] {
        let made = with(good).await.ok();
        assert_eq!(made["api_version"], good);
        let path = format!("/v1/webhook_endpoints/{}", made["id"].as_str().expect("an id"));
        let changed = app.merchant.post(&path, &[("description", "books")]).await.ok();
        assert_eq!(changed["api_version"], good);
    }
    for bad in ["2026-09-29.endive", "2025-11-17.clover", "latest", "2026-13-28.endive"] {
        with(bad).await.refused(400, "parameter_invalid", "api_version");
    }
}
