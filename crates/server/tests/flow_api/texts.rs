//! Codes by text, through a gateway.

use std::sync::{Arc, Mutex};

use axum::{
    Json, Router,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use linkspan_server::{
    mail::{self, Mailer},
    outbound, sweep,
    texts::{Gateway, TextSettingError, Texter},
};
use linkspan_wire::link::{AuthSession, AuthStatus, institution::SAVED};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{
    post::{Post, code},
    saved::{EMAIL, chosen, flow},
    support::app::App,
};

const PHONE: &str = "+12125550123";

/// A gateway that notes what it gets, and refuses the first.
async fn gateway(seen: Arc<Mutex<Vec<(String, Value)>>>) -> Gateway {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let url = format!("http://{}/send?key=1", listener.local_addr().expect("an address"));
    let take = move |headers: HeaderMap, Json(body): Json<Value>| async move {
        let mut seen = seen.lock().expect("a lock");
        seen.push((headers["authorization"].to_str().expect("text").to_owned(), body));
        if seen.len() == 1 { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }
    };
    tokio::spawn(async { axum::serve(listener, Router::new().route("/send", post(take))).await });
    Gateway::new(outbound::client().expect("a client"), &url, Some("token")).expect("a gateway")
}

#[tokio::test]
async fn a_gateway_gets_the_code_and_is_asked_again_when_it_refuses() {
    let (mails, seen) = (Arc::new(Post::default()), Arc::new(Mutex::new(Vec::new())));
    let texter = Arc::new(gateway(Arc::clone(&seen)).await) as Arc<dyn Texter>;
    let app = App::start_with(Some(Arc::clone(&mails) as Arc<dyn Mailer>), Some(texter)).await;
    let link = flow(&app, &app.merchant("Shop").await, EMAIL).await;
    chosen(&link).await;
    let begun: AuthSession = link.choose(SAVED).await.ok();
    link.credentials(&begun.id, &[("email", EMAIL), ("phone", PHONE)]).await.ok::<AuthSession>();
    let by_mail = code(&mails.of(&app).await);
    link.credentials(&begun.id, &[("code", &by_mail)]).await.ok::<AuthSession>();
    mail::round(&app.state).await.expect("a round");
    app.clock.advance(60);
    mail::round(&app.state).await.expect("a round");
    let texts = seen.lock().expect("a lock").clone();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert_eq!((&*texts[1].0, &texts[1].1["to"]), ("Bearer token", &json!(PHONE)));
    let text = texts[1].1["text"].as_str().expect("a text").to_owned();
    let by_text = code(&[(PHONE.to_owned(), text)]);
    let done: AuthSession = link.credentials(&begun.id, &[("code", &by_text)]).await.ok();
    assert_eq!(done.status, AuthStatus::Authorized);
}

#[tokio::test]
async fn without_a_gateway_nobody_is_asked_for_a_phone() {
    let app = App::start_with(Some(Arc::new(Post::default()) as Arc<dyn Mailer>), None).await;
    let link = flow(&app, &app.merchant("Shop").await, EMAIL).await;
    chosen(&link).await;
    let begun: AuthSession = link.choose(SAVED).await.ok();
    assert_eq!(begun.step.expect("a step").fields.len(), 1);
    link.credentials(&begun.id, &[("email", EMAIL), ("phone", PHONE)])
        .await
        .refused(400, "parameter_invalid");
}

#[tokio::test]
async fn settings_are_checked_and_not_repeated() {
    let http = || outbound::client().expect("a client");
    for wrong in ["", "gate.example", "http://gate.example/x", "https://a:b@gate.example"] {
        let error = Gateway::new(http(), wrong, None).expect_err("refused");
        assert!(matches!(error, TextSettingError::Url), "{wrong}");
        assert!(wrong.is_empty() || !error.to_string().contains(wrong));
    }
    let error = Gateway::new(http(), "https://sms.example/send", Some("a\nb")).expect_err("refused");
    assert!(error.to_string().contains("LINKSPAN_SMS_TOKEN"));
}

#[tokio::test]
async fn one_telephone_gets_few_codes_whatever_addresses_name_it() {
    let app = App::start().await;
    for number in 0..6 {
        let address = format!("{number}@mail.example");
        let link = flow(&app, &app.merchant("Shop").await, &address).await;
        chosen(&link).await;
        let begun: AuthSession = link.choose(SAVED).await.ok();
        link.credentials(&begun.id, &[("email", &address), ("phone", PHONE)]).await.ok::<AuthSession>();
        link.credentials(&begun.id, &[("code", "111111")]).await.ok::<AuthSession>();
    }
    let texts = app.count("SELECT COUNT(*) FROM mails WHERE channel = 'sms'").await;
    assert_eq!(texts, 5, "enough for an hour");
}

#[tokio::test]
async fn an_address_that_nobody_proved_is_forgotten_after_a_day() {
    let app = App::start().await;
    let link = flow(&app, &app.merchant("Shop").await, EMAIL).await;
    chosen(&link).await;
    let begun: AuthSession = link.choose(SAVED).await.ok();
    link.credentials(&begun.id, &[("email", "stranger@mail.example")]).await.ok::<AuthSession>();
    let count = async || app.count("SELECT COUNT(*) FROM consumers").await;
    sweep::round(&app.state).await.expect("a round");
    assert_eq!(count().await, 1);
    app.clock.advance(24 * 60 * 60 + 1);
    sweep::round(&app.state).await.expect("a round");
    assert_eq!(count().await, 0);
    crate::saved::somebody(&app).await;
    app.clock.advance(24 * 60 * 60 + 1);
    sweep::round(&app.state).await.expect("a round");
    assert_eq!(count().await, 1, "who saved something is kept");
}

#[tokio::test]
async fn the_sandbox_shows_its_messages_on_this_machine_and_only_where_none_leaves() {
    let app = App::start().await;
    let link = flow(&app, &app.merchant("Shop").await, EMAIL).await;
    chosen(&link).await;
    let begun: AuthSession = link.choose(SAVED).await.ok();
    link.credentials(&begun.id, &[("email", EMAIL), ("phone", PHONE)]).await.ok::<AuthSession>();
    link.credentials(&begun.id, &[("code", "111111")]).await.ok::<AuthSession>();
    let inbox = async |app: &App| {
        let url = format!("{}/sandbox/inbox", app.state.origins.flow);
        let reply = app.http.get(url).send().await.expect("an answer");
        (reply.status(), reply.text().await.expect("a text"))
    };
    let (status, page) = inbox(&app).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains(&format!("E-mail to {EMAIL}")) && page.contains(&format!("Text to {PHONE}")),
        "{page}"
    );
    let real = App::start_with(Some(Arc::new(Post::default()) as Arc<dyn Mailer>), None).await;
    assert_eq!(inbox(&real).await.0, StatusCode::NOT_FOUND);
}
