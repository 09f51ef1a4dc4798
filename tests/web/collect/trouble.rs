//! The server cannot be reached, or does not know the session.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    page::{announced, button, find_button, focused, one, until},
    words::ENGLISH,
};

use super::call::{Call, KEY, SECRET, error, options, server};

/// Nothing listens on it, and browsers refuse to ask.
const NOWHERE: &str = "http://127.0.0.1:9";

fn at(origin: &str) -> js_sys::Object {
    options(&[
        ("publishableKey", KEY.into()),
        ("clientSecret", SECRET.into()),
        ("flowOrigin", origin.into()),
        ("mount", "dialog".into()),
        ("words", ENGLISH.into()),
    ])
}

#[wasm_bindgen_test]
async fn a_server_that_is_away_can_be_asked_again_or_left() {
    let call = Call::start(&at(NOWHERE)).await;
    let dialog = call.dialog().await;
    let words = "No connection. Nothing is lost: we go on when it is back.";
    until("it is announced", || announced(&dialog).contains(words)).await;
    let retry = button(&dialog, "Try again");
    retry.click();
    until("it was tried again", || find_button(&dialog, "Try again").is_some_and(|again| again != retry))
        .await;
    call.press("Close").await;
    assert!(call.events().is_empty(), "the flow was never open");
    let (kind, code, _) = error(&call.end().await);
    assert_eq!((kind.as_str(), code.as_str()), ("api_connection_error", "api_connection_error"));
}

#[wasm_bindgen_test]
async fn a_session_that_the_server_does_not_know_is_said_and_told() {
    let call = Call::start(&at(&server())).await;
    call.heading("This page cannot be opened").await;
    let dialog = call.dialog().await;
    until("the heading is read first", || focused(&one(&dialog, "h1"))).await;
    one(&dialog, ".ls-actions button").click();
    let (result, events) = call.end_with_events().await;
    let (kind, code, _) = error(&result);
    assert_eq!((kind.as_str(), code.as_str()), ("invalid_request_error", "resource_missing"));
    assert_eq!(events, ["error"]);
}
