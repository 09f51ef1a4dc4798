//! The queue of debits: shared by processes, and lost by none that is killed.

use std::sync::Arc;

use linkspan_server::{
    payments::{round, settle},
    serve::PublicOrigins,
    store::charges,
};

use crate::harness::{self, App, data::text, eventually, payment::DAY};

#[tokio::test]
async fn two_processes_share_the_work_and_do_none_of_it_twice() {
    let app = App::start().await;
    let other = harness::start(app.dir.path(), Arc::clone(&app.clock), PublicOrigins::default()).await;
    let method = text(&app.method_of_number("000123456789").await.ok()["id"]);
    let mut sent = Vec::new();
    for _ in 0..40 {
        sent.push(app.pay(&method).await);
    }
    app.advance(6 * DAY).await;
    for intent in &sent {
        app.until_paid(intent, "succeeded").await;
    }
    let events = app.merchant.all_events("payment_intent.succeeded").await;
    let mut ids: Vec<String> = events.iter().map(|event| text(&event["data"]["object"]["id"])).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((events.len(), ids.len()), (sent.len(), sent.len()));
    other.stop().await;
}

#[tokio::test]
async fn what_another_process_has_taken_is_left_to_it_and_taken_over_when_it_is_gone() {
    let app = App::start().await;
    // One of which more is heard later, so that a second look at it would show.
    let method = text(&app.method_of_number("000555555559").await.ok()["id"]);
    let sent = app.pay(&method).await;
    let state = &app.server.state;
    // A process that takes the charge and is killed before it settles it.
    let far = state.now() + 6 * DAY;
    let taken = charges::claim(&state.store, far, 60, 10).await.expect("a claim");
    assert_eq!(taken.len(), 1);
    app.clock.advance(6 * DAY);
    round(state).await.expect("a round");
    assert_eq!(app.intent(&sent["id"]).await["status"], "processing");
    app.clock.advance(60);
    app.until_paid(&sent, "succeeded").await;
    // It was not dead, only slow.
    settle(state, &taken[0]).await.expect("an end");
    assert_eq!(app.merchant.all_events("payment_intent.succeeded").await.len(), 1);
    assert!(app.merchant.all_events("charge.dispute.created").await.is_empty());
    app.advance(8 * DAY).await;
    eventually("the dispute in its time", async || {
        (!app.merchant.all_events("charge.dispute.created").await.is_empty()).then_some(())
    })
    .await;
}
