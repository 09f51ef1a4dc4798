//! How much one session may ask for.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use linkspan_server::store::sessions::SessionRow;
use linkspan_wire::{
    ErrorType,
    link::{AuthSession, Institutions, institution::SAVED, path},
};
use reqwest::StatusCode;
use serde_json::{Value, json};

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

/// Takes every search of this session for as long as it is not told to stop.
fn hog(app: &App, session: &str) -> Arc<AtomicBool> {
    let (limits, session) = (Arc::clone(&app.state.search_limits), session.to_owned());
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    std::thread::spawn(move || {
        while !stopped.load(Ordering::Relaxed) {
            while limits.check(&session).is_ok() {}
            std::thread::sleep(Duration::from_millis(1));
        }
    });
    stop
}

/// The first answer that is not good: others may take a moment until nothing is left.
async fn refused(link: &Link<'_>, path: &str, body: &Value) -> Reply {
    for _ in 0..100 {
        let reply = link.post(path, body.clone()).await;
        if !reply.status.is_success() {
            return reply;
        }
    }
    panic!("{path} was always let through")
}

/// The first answer that is no refusal for asking too often, as the moment that was named goes by.
async fn allowed(link: &Link<'_>, path: &str, body: &Value) -> Reply {
    for _ in 0..100 {
        let reply = link.post(path, body.clone()).await;
        if reply.status != StatusCode::TOO_MANY_REQUESTS {
            return reply;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path} was never let through again")
}

#[tokio::test]
async fn searches_are_limited_by_session_and_go_on_after_a_moment() {
    let app = App::start().await;
    let (hasty, other) = (patient(&app).await, patient(&app).await);
    let search = json!({ "query": "north", "limit": 5 });
    let routing = json!({ "routing_number": "110000000" });
    let stop = hog(&app, &hasty.session.id);
    limited(refused(&hasty, path::INSTITUTIONS, &search).await, 1);
    limited(refused(&hasty, path::ROUTING_NUMBER, &routing).await, 1);
    other.post(path::INSTITUTIONS, search.clone()).await.ok::<Institutions>();
    stop.store(true, Ordering::Relaxed);
    allowed(&hasty, path::INSTITUTIONS, &search).await.ok::<Institutions>();
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
    link.select(&signed_in.id, &[&accounts.data[0].id]).await.ok::<Value>();
    for number in 0..5 {
        let begun: AuthSession = link.choose(SAVED).await.ok();
        let address = format!("person{number}@mail.example");
        link.credentials(&begun.id, &[("email", &address)]).await.ok::<AuthSession>();
    }
    assert_eq!(app.count("SELECT COUNT(*) FROM mails").await, 5);
    limited(link.choose(SAVED).await, HOUR);
    link.choose(bank::CREDENTIALS).await.ok::<AuthSession>();
}
