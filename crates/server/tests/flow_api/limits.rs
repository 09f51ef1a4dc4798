//! How much one session may ask for.

use linkspan_server::store::sessions::SessionRow;
use linkspan_wire::{
    ErrorType,
    link::{AuthSession, Institutions, institution::SAVED, path},
};
use serde_json::json;

use crate::{
    bank,
    support::{App, Link, link::Reply},
};

const HOUR: i64 = 60 * 60;

/// A flow whose session outlives the limits' hour.
async fn patient(app: &App) -> Link<'_> {
    let link = Link::new(app, |row: &mut SessionRow| row.expires_at += 3 * HOUR).await;
    link.consent().await;
    link
}

/// Refused for a while, which it says.
#[track_caller]
fn limited(reply: Reply, longest: i64) {
    let wait = reply.retry_after.expect("a time");
    assert!((1..=longest).contains(&wait), "{wait}");
    assert_eq!(reply.refused(429, "rate_limit").kind, ErrorType::RateLimitError);
}

#[tokio::test]
async fn searches_are_limited_by_session_and_go_on_after_a_moment() {
    let app = App::start().await;
    let (hasty, other) = (patient(&app).await, patient(&app).await);
    let search = json!({ "query": "north", "limit": 5 });
    let searches = (0..100).map(|_| hasty.post(path::INSTITUTIONS, search.clone()));
    let replies = futures::future::join_all(searches).await;
    let (good, refused): (Vec<Reply>, Vec<Reply>) =
        replies.into_iter().partition(|reply| reply.status.is_success());
    assert!(good.len() >= 40, "fast typing is let through: {}", good.len());
    assert!(!refused.is_empty(), "all of them were let through");
    for reply in refused {
        limited(reply, 1);
    }
    let routing = json!({ "routing_number": "110000000" });
    assert_eq!(hasty.post(path::ROUTING_NUMBER, routing).await.status, 429);
    other.post(path::INSTITUTIONS, search.clone()).await.ok::<Institutions>();
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    hasty.post(path::INSTITUTIONS, search).await.ok::<Institutions>();
}

#[tokio::test]
async fn sign_ins_are_limited_by_session_in_the_database() {
    let app = App::start().await;
    let link = patient(&app).await;
    for _ in 0..40 {
        link.choose(bank::CREDENTIALS).await.ok::<AuthSession>();
    }
    app.clock.advance(60);
    limited(link.choose(bank::CREDENTIALS).await, HOUR - 60);
    limited(link.choose(bank::OAUTH).await, HOUR - 60);
    patient(&app).await.choose(bank::CREDENTIALS).await.ok::<AuthSession>();
    app.clock.advance(HOUR - 60);
    link.choose(bank::CREDENTIALS).await.ok::<AuthSession>();
}

#[tokio::test]
async fn a_session_sends_codes_to_few_addresses() {
    let app = App::start().await;
    let link = patient(&app).await;
    let (signed_in, accounts) = link.authorized(bank::CREDENTIALS).await;
    link.select(&signed_in.id, &[&accounts.data[0].id]).await.ok::<serde_json::Value>();
    for number in 0..5 {
        let begun: AuthSession = link.choose(SAVED).await.ok();
        let address = format!("person{number}@mail.example");
        link.credentials(&begun.id, &[("email", &address)]).await.ok::<AuthSession>();
    }
    assert_eq!(app.count("SELECT COUNT(*) FROM mails").await, 5);
    limited(link.choose(SAVED).await, HOUR);
    link.choose(bank::CREDENTIALS).await.ok::<AuthSession>();
}
