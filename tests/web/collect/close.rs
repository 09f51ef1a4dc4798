//! Leaving early: an empty array, not an error.

use linkspan::collect::request_close;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    page::{all, button, dispatch, find, find_button, until},
    words::ENGLISH,
};

use super::call::{Call, KEY, SECRET, accounts, error, get, json, options, resolved, session, sheet, text};

#[wasm_bindgen_test]
async fn leaving_at_consent_resolves_with_no_accounts() {
    let call = Call::start(&session("{}").await).await;
    let dialog = call.dialog().await;
    find("consent is there", || find_button(&dialog, "Not now")).await;
    // Before consent there is nothing to lose: nobody is asked.
    call.press("Close").await;
    let (result, events) = call.end_with_events().await;
    assert_eq!(accounts(&result).len(), 0, "{}", json(&result));
    assert!(text(&get(&result, "financialConnectionsSession"), "id").starts_with("fcsess_"));
    assert_eq!(events, ["open", "cancel"]);
}

#[wasm_bindgen_test]
async fn a_second_call_is_refused_while_the_first_goes_on() {
    let call = Call::start(&session("{}").await).await;
    let dialog = call.dialog().await;
    find("consent is there", || find_button(&dialog, "Agree and choose your bank")).await;
    let second = options(&[
        ("publishableKey", KEY.into()),
        ("clientSecret", SECRET.into()),
        ("words", ENGLISH.into()),
    ]);
    let (kind, code, _) = error(&resolved(&second.into()).await);
    assert_eq!((kind.as_str(), code.as_str()), ("invalid_request_error", "flow_already_open"));
    call.press("Agree and choose your bank").await;
    call.heading("Choose your bank").await;
    request_close();
    let asked = sheet(&dialog).await;
    button(&asked, "Leave").click();
    assert_eq!(accounts(&call.end().await).len(), 0);

    let again = Call::start(&session("{}").await).await;
    again.press("Not now").await;
    assert_eq!(accounts(&again.end().await).len(), 0, "after the end another flow can be opened");
}

#[wasm_bindgen_test]
async fn escape_asks_first_and_staying_stays() {
    let call = Call::start(&session("{}").await).await;
    call.press("Agree and choose your bank").await;
    call.heading("Choose your bank").await;
    let dialog = call.dialog().await;
    assert!(dispatch(&dialog, "cancel"), "the browser must not close the dialog by itself");
    let asked = sheet(&dialog).await;
    button(&asked, "Stay").click();
    until("the sheet is gone", || all(&dialog, "dialog").is_empty()).await;
    assert!(dialog.unchecked_ref::<web_sys::HtmlDialogElement>().open());
    find("the picker is there with its banks", || find_button(&dialog, "Test (Non-OAuth)")).await;
    call.press("Close").await;
    let asked = sheet(&dialog).await;
    button(&asked, "Leave").click();
    assert_eq!(accounts(&call.end().await).len(), 0);
}
