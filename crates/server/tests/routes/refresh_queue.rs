//! The queue of refreshes: shared by processes, and lost by none that is killed.

use std::sync::Arc;

use linkspan_server::{
    refreshes::{Feature, begin, round},
    serve::PublicOrigins,
    store::accounts,
};

use crate::harness::{
    self, App, Client,
    data::{ALL, text},
};

const BANK: &str = "bcinst_test_credentials";
const ALL_FEATURES: &[(&str, &str)] =
    &[("features[]", "balance"), ("features[]", "ownership"), ("features[]", "transactions")];

#[tokio::test]
async fn two_processes_share_the_work_and_do_none_of_it_twice() {
    let app = App::start().await;
    let other = harness::start(app.dir.path(), Arc::clone(&app.clock), PublicOrigins::default()).await;
    let second = Client::new(&other.ready.api, &app.merchant.secret_key, &app.merchant.publishable_key);
    let names =
        ["Success", "High Balance", "Very High Balance", "Insufficient Funds", "Debit Not Authorized"];
    let mut accounts = Vec::new();
    for name in names {
        accounts.push(app.linked(BANK, name, ALL).await);
    }
    for (place, account) in accounts.iter().enumerate() {
        let client = if place % 2 == 0 { &second } else { &app.merchant };
        client.post(&format!("{}/refresh", account.path()), ALL_FEATURES).await.ok();
    }
    for account in &accounts {
        for feature in ["balance", "ownership", "transactions"] {
            account.settled(feature).await;
        }
    }
    for feature in ["balance", "ownership", "transactions"] {
        let events = app.merchant.events(&format!("account.refreshed_{feature}")).await;
        let mut ids: Vec<String> = events.iter().map(|event| text(&event["data"]["object"]["id"])).collect();
        ids.sort();
        ids.dedup();
        assert_eq!((events.len(), ids.len()), (names.len(), names.len()), "{feature}");
    }
    other.stop().await;
}

#[tokio::test]
async fn what_another_process_has_taken_is_left_to_it_and_taken_over_when_it_is_gone() {
    let app = App::start().await;
    let linked = app.linked(BANK, "Success", ALL).await;
    let (state, merchant) = (&app.server.state, app.merchant_id().await);
    // A process that has taken the refresh and was killed before it did it: nothing is left of it but
    // the row, due when its time is over.
    let mut tx = state.store.begin_write(&merchant).await.expect("a transaction");
    let account = accounts::find(&mut *tx, &merchant, &linked.id).await.expect("a row");
    let mut account = account.expect("an account");
    let now = state.now();
    begin(&mut tx, &merchant, &mut account, Feature::Balance, now).await.expect("a refresh");
    sqlx::query("UPDATE refreshes SET due_at = $1, attempts = 1")
        .bind(now + 60)
        .execute(&mut *tx)
        .await
        .expect("a claim");
    tx.commit().await.expect("a commit");
    round(state).await.expect("a round");
    assert_eq!(linked.get().await["balance_refresh"]["status"], "pending");
    app.clock.advance(60);
    assert_eq!(linked.settled("balance").await["balance_refresh"]["status"], "succeeded");
    assert_eq!(app.merchant.events("account.refreshed_balance").await.len(), 1);
}
