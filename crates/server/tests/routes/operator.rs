//! What an operator does to a server that runs.

use serde_json::Value;

use crate::harness::{
    App, Client, Receiver,
    binary::{Data, refused, said},
};

/// The data of this server.
async fn data(app: &App) -> Data {
    Data::of(&app.dir.path().join("data")).await
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_made_rolled_and_revoked_while_the_server_runs() {
    let app = App::start().await;
    let data = data(&app).await;
    let made =
        data.json(&["keys", "create", "--kind", "restricted", "--name", "CI", "--allow", "customers:read"]);
    let client = |key: &Value| Client { secret_key: text(key).to_owned(), ..app.merchant.clone() };
    let first = client(&made["key"]);
    first.get("/v1/customers").await.ok();
    assert_eq!(first.post("/v1/customers", &[]).await.status, 403);

    let rolled = data.json(&["keys", "roll", text(&made["id"]), "--expires-in", "600"]);
    assert_eq!((&rolled["name"], &rolled["permissions"]), (&made["name"], &made["permissions"]));
    let second = client(&rolled["key"]);
    second.get("/v1/customers").await.ok();
    first.get("/v1/customers").await.ok();

    data.json(&["keys", "revoke", text(&rolled["id"])]);
    // The test's clock stands still, the command has the machine's.
    app.clock.advance(60);
    assert_eq!(second.get("/v1/customers").await.status, 401);
    let again = refused(data.on(&["keys", "revoke", text(&rolled["id"])]));
    assert!(again.contains("ended already"), "{again}");

    let listed = data.json(&["keys", "list"]);
    assert_eq!(listed.as_array().expect("rows").len(), 4);
    let table = said(data.on(&["keys", "list"]));
    assert!(table.contains("customers:read") && table.contains("CI"), "{table}");
    for key in [&made["key"], &rolled["key"]] {
        assert!(!table.contains(text(key)) && !listed.to_string().contains(text(key)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_made_with_permissions_that_make_sense() {
    let app = App::start().await;
    let data = data(&app).await;
    for (words, wrong) in [
        (vec!["--kind", "restricted"], "--allow"),
        (vec!["--kind", "secret", "--allow", "customers:read"], "--allow"),
        (vec!["--kind", "restricted", "--allow", "refunds:read"], "there are accounts"),
        (
            vec!["--kind", "restricted", "--allow", "customers:read", "--merchant", "acct_none"],
            "no such merchant",
        ),
    ] {
        let text = refused(data.on(&[&["keys", "create"], &*words].concat()));
        assert!(text.contains(wrong), "{text}");
    }
    app.other_merchant().await;
    let text = refused(data.on(&["keys", "list"]));
    assert!(text.contains("--merchant"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn webhooks_and_events_are_watched_and_sent_again() {
    let app = App::start().await;
    let data = data(&app).await;
    let receiver = Receiver::answering(&[200]).await;
    let made = data.json(&["webhooks", "create", "--url", &receiver.url, "--event", "*"]);
    assert!(text(&made["secret"]).starts_with("whsec_"));
    let endpoint = text(&made["id"]);
    app.linked("Test (Non-OAuth)", "Success", &[]).await;
    let attempts = app.merchant.attempts(endpoint, 1).await;

    let shown = data.json(&["webhooks", "attempts", endpoint]);
    assert_eq!(shown.as_array().expect("rows").last(), attempts.last());
    let event = text(&attempts.last().expect("one")["event"]);
    let read = data.json(&["events", "show", event]);
    assert_eq!(read, app.merchant.get(&format!("/v1/events/{event}")).await.ok());
    let listed = data.json(&["events", "list", "--type", text(&read["type"])]);
    assert_eq!(listed[0]["id"], event);

    data.json(&["events", "resend", event]);
    app.clock.advance(60);
    app.merchant.attempts(endpoint, shown.as_array().expect("rows").len() + 1).await;
    let rolled = data.json(&["webhooks", "roll", endpoint]);
    assert_ne!(rolled["secret"], made["secret"]);
    let table = said(data.on(&["webhooks", "list"]));
    assert!(table.contains(endpoint) && !table.contains("whsec_"), "{table}");
    let everywhere = ["events", "webhooks"];
    for words in
        everywhere.map(|noun| vec![noun, "list"]).into_iter().chain([vec!["webhooks", "attempts", endpoint]])
    {
        let text = refused(data.on(&[&*words, &["--starting-after", "none_1"]].concat()));
        assert!(text.contains("No such") && text.contains("none_1"), "{text}");
    }
    assert_eq!(data.json(&["events", "list", "--starting-after", event]).as_array().map(Vec::len), Some(0));
    for words in
        [["events", "show", "evt_none"], ["events", "resend", "evt_none"], ["webhooks", "roll", "we_none"]]
    {
        let text = refused(data.on(&words));
        assert!(text.contains("No such"), "{text}");
    }
    let kind = text(&read["type"]);
    let twice = ["webhooks", "create", "--url", &receiver.url, "--event", kind, "--event", kind];
    assert_eq!(data.json(&twice)["enabled_events"], serde_json::json!([kind]));
    let text = refused(data.on(&["webhooks", "create", "--url", "ftp://shop.example", "--event", "*"]));
    assert!(text.contains("--url"), "{text}");
}
