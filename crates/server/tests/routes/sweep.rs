//! Sessions whose time is over.

use serde_json::Value;

use crate::harness::{App, Receiver};

fn path(session: &Value) -> String {
    format!("/v1/financial_connections/sessions/{}", session["id"].as_str().expect("an id"))
}

fn expire(session: &Value) -> String {
    let id = session["id"].as_str().expect("an id");
    format!("/v1/test_helpers/financial_connections/sessions/{id}/expire")
}

#[tokio::test]
async fn an_overdue_session_reads_as_cancelled_at_once() {
    let app = App::start().await;
    let session = app.merchant.session().await;
    app.clock.advance(3599);
    assert_eq!(app.merchant.get(&path(&session)).await.ok()["status"], "pending");
    app.clock.advance(1);
    let read = app.merchant.get(&path(&session)).await.ok();
    assert_eq!((&read["status"], &read["client_secret"]), (&"cancelled".into(), &Value::Null));
}

#[tokio::test]
async fn the_test_helper_expires_an_open_session() {
    let app = App::start().await;
    let session = app.merchant.session().await;
    let expired = app.merchant.post(&expire(&session), &[]).await.ok();
    assert_eq!((&expired["status"], &expired["client_secret"]), (&"cancelled".into(), &Value::Null));
    app.merchant.post(&expire(&session), &[]).await.refused(400, "session_not_open", "id");
    let missing = "/v1/test_helpers/financial_connections/sessions/fcsess_none/expire";
    app.merchant.post(missing, &[]).await.refused(404, "resource_missing", "id");
}

#[tokio::test]
async fn what_was_chosen_is_linked_when_the_time_is_over() {
    let app = App::start().await;
    let session = app.merchant.session().await;
    app.choose(&app.merchant, &session, 2).await;
    let expired = app.merchant.post(&expire(&session), &[]).await.ok();
    assert_eq!(expired["status"], "succeeded");
    assert_eq!(expired["accounts"]["data"].as_array().expect("rows").len(), 2);
}

#[tokio::test]
async fn the_sweep_ends_overdue_sessions_by_itself() {
    let app = App::start().await;
    let session = app.merchant.session().await;
    app.choose(&app.merchant, &session, 1).await;
    app.clock.advance(3600);
    linkspan_server::sweep::round(&app.server.state).await.expect("a round");
    let read = app.merchant.get(&path(&session)).await.ok();
    assert_eq!(read["status"], "succeeded");
    let events = app.merchant.get("/v1/events").await.ok();
    assert_eq!(events["data"].as_array().expect("rows").len(), 1);
}

#[tokio::test]
async fn an_overdue_session_in_which_something_was_chosen_never_reads_as_cancelled() {
    let app = App::start().await;
    let session = app.merchant.session().await;
    app.choose(&app.merchant, &session, 1).await;
    app.clock.advance(3600);
    let read = app.merchant.get(&path(&session)).await.ok();
    assert_eq!((&read["status"], &read["client_secret"]), (&"succeeded".into(), &Value::Null));
    assert_eq!(read["accounts"]["data"].as_array().expect("rows").len(), 1);
}

#[tokio::test]
async fn an_event_that_is_still_to_be_delivered_is_not_forgotten() {
    let app = App::start().await;
    let mut receiver = Receiver::answering(&[500, 200]).await;
    let endpoint = [("url", receiver.url.as_str()), ("enabled_events[]", "*")];
    let endpoint = app.merchant.post("/v1/webhook_endpoints", &endpoint).await.ok();
    let endpoint = endpoint["id"].as_str().expect("an id");
    let session = app.merchant.session().await;
    app.link(&app.merchant, &session, 1).await;
    let first = receiver.next().await;
    app.merchant.attempts(endpoint, 1).await;
    let events = async || app.merchant.get("/v1/events").await.ok()["data"].as_array().expect("rows").len();
    app.clock.advance(31 * 24 * 60 * 60);
    linkspan_server::sweep::round(&app.server.state).await.expect("a round");
    app.server.state.deliveries_due.notify_one();
    assert_eq!(receiver.next().await.body, first.body);
    app.merchant.attempts(endpoint, 2).await;
    linkspan_server::sweep::round(&app.server.state).await.expect("a round");
    assert_eq!(events().await, 0);
}
