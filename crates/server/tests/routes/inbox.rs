//! `/v1/test_helpers/financial_connections/inbox`

use linkspan_server::store::mails::{self, Channel};

use crate::harness::{App, data::HELPERS};

#[tokio::test]
async fn a_recipient_is_found_behind_many_others() {
    let app = App::start().await;
    let state = &app.server.state;
    for (recipient, count) in [("maya@example.test", 2), ("other@example.test", 150)] {
        for _ in 0..count {
            let to = (Channel::Email, recipient);
            let now = app.clock_now();
            mails::queue(state.store.pool(), &state.keyring, to, ("A code", "1"), now)
                .await
                .expect("a message");
        }
    }
    let count = async |query: &str| {
        let list = app.merchant.get(&format!("{HELPERS}/inbox{query}")).await.ok();
        list["data"].as_array().expect("rows").len()
    };
    assert_eq!(count("").await, 100);
    assert_eq!(count("?recipient=MAYA@example.test").await, 2);
    assert_eq!(count("?recipient=other@example.test").await, 100);
    assert_eq!(count("?recipient=nobody@example.test").await, 0);
}
