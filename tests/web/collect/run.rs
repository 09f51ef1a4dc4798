//! From the call to linked accounts, against the server.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    page::{document, find, find_button, input, one, press, spoken, type_into, until},
    words::FRENCH,
};

use super::call::{Call, accounts, get, json, server, session, text};

const BANK: &str = "Test (Non-OAuth)";

/// The fields of an account that a page gets. Source: the Stripe.js types.
const FIELDS: [&str; 16] = [
    "balance",
    "balance_refresh",
    "category",
    "created",
    "display_name",
    "id",
    "institution_name",
    "last4",
    "livemode",
    "object",
    "ownership",
    "ownership_refresh",
    "permissions",
    "status",
    "subcategory",
    "supported_payment_method_types",
];

fn is_plain(value: &JsValue) -> bool {
    Object::get_prototype_of(value) == Object::get_prototype_of(&Object::new())
}

fn keys(value: &JsValue) -> Vec<String> {
    let object: Object = wasm_bindgen::JsCast::unchecked_into(value.clone());
    let mut keys: Vec<String> = Object::keys(&object).iter().filter_map(|key| key.as_string()).collect();
    keys.sort();
    keys
}

async fn sign_in(call: &Call) {
    call.heading("Sign in to Test (Non-OAuth)").await;
    let dialog = call.dialog().await;
    type_into(&input(&dialog, "User name"), "ada");
    type_into(&input(&dialog, "Password"), "open sesame");
    call.press("Sign in").await;
    call.heading("Which accounts?").await;
}

#[wasm_bindgen_test]
async fn a_whole_flow_resolves_with_what_was_linked() {
    let call = Call::start(&session("{}").await).await;
    call.press("Agree and choose your bank").await;
    call.press(BANK).await;
    sign_in(&call).await;
    assert_eq!(call.painted(), 1, "the page is told once");
    call.press("Share 10 accounts").await;
    call.heading("10 accounts connected").await;
    call.press("Done").await;

    let events = call.each_event();
    let (result, names) = call.end_with_events().await;
    assert_eq!(
        names,
        [
            "open",
            "consent_acquired",
            "institution_selected",
            "institution_authorized",
            "accounts_selected",
            "success",
        ]
    );
    let session = get(&result, "financialConnectionsSession");
    let id = text(&session, "id");
    assert!(id.starts_with("fcsess_"), "{id}");
    for event in &events.iter().collect::<Vec<_>>() {
        assert_eq!(text(event, "financialConnectionsSessionId"), id, "{}", json(event));
        assert!(is_plain(event) && is_plain(&get(event, "metadata")));
    }
    assert_eq!(text(&get(&events.get(2), "metadata"), "institution_name"), BANK);

    assert!(is_plain(&result) && is_plain(&session));
    let linked = accounts(&result);
    assert_eq!(linked.len(), 10);
    for account in &linked {
        assert!(is_plain(account));
        assert_eq!(keys(account), FIELDS);
        assert!(text(account, "id").starts_with("fca_"));
        assert_eq!(text(account, "object"), "financial_connections.account");
        assert_eq!(text(account, "institution_name"), BANK);
        assert_eq!(get(account, "livemode"), JsValue::FALSE);
        assert_eq!(get(account, "balance"), JsValue::NULL, "absent is null, as in JSON");
        assert!(js_sys::Array::is_array(&get(account, "permissions")));
        assert!(get(account, "created").as_f64().is_some_and(|created| created > 1.7e9));
    }
}

#[wasm_bindgen_test]
async fn the_bank_can_be_found_by_the_keyboard_and_only_what_is_ticked_is_linked() {
    let call = Call::start(&session(r#"{"permissions":["balances"]}"#).await).await;
    call.press("Agree and choose your bank").await;
    call.heading("Choose your bank").await;
    let dialog = call.dialog().await;
    let search = input(&dialog, "Search for your bank");
    type_into(&search, "test non-oauth");
    find("the bank is found", || {
        dialog.query_selector("[role=option]").ok().flatten().filter(|row| spoken(row).starts_with(BANK))
    })
    .await;
    press(&search, "ArrowDown");
    press(&search, "Enter");
    sign_in(&call).await;
    find("the rows are there", || dialog.query_selector(".ls-accounts").ok().flatten()).await;
    input(&dialog, "All 10 accounts 10 ticked").click();
    find("nothing is ticked", || find_button(&dialog, "Tick an account to share it")).await;
    one(&dialog, ".ls-rows > :first-child > :first-child input").click();
    call.press("Share 1 account").await;
    call.heading("1 account connected").await;
    assert!(call.events().contains(&"search_initiated".to_owned()));
    call.press("Done").await;
    let result = call.end().await;
    let linked = accounts(&result);
    assert_eq!(linked.len(), 1);
    assert_eq!(json(&get(&linked[0], "permissions")), r#"["balances"]"#);
}

#[wasm_bindgen_test]
async fn language_and_theme_are_those_of_the_call() {
    let options = session("{}").await;
    Reflect::set(&options, &"words".into(), &FRENCH.into()).expect("a plain object");
    Reflect::set(&options, &"theme".into(), &"dark".into()).expect("a plain object");
    Reflect::set(&options, &"flowOrigin".into(), &format!("{}/", server()).into()).expect("a plain object");
    let call = Call::start(&options).await;
    let dialog = call.dialog().await;
    call.press("Pas maintenant").await;
    assert_eq!(dialog.lang(), "fr");
    assert_eq!(dialog.get_attribute("data-theme").as_deref(), Some("dark"));
    assert!(document().document_element().is_some_and(|page| !page.has_attribute("data-theme")));
    call.end().await;
}

#[wasm_bindgen_test]
async fn the_pages_own_mistake_does_not_stop_the_flow() {
    let options = session("{}").await;
    let call = Call::start(&options).await;
    call.press("Not now").await;
    call.end().await;

    let broken = js_sys::Function::new_no_args("throw new Error('the page is broken')");
    let options = session("{}").await;
    Reflect::set(&options, &"onEvent".into(), &broken).expect("a plain object");
    let promise = wasm_bindgen_futures::future_to_promise(async move {
        Ok(linkspan::collect::collect(options.into()).await)
    });
    let body = document().body().expect("a body");
    find("consent is there", || find_button(&body, "Not now")).await.click();
    let result = wasm_bindgen_futures::JsFuture::from(promise).await.expect("it never rejects");
    assert_eq!(accounts(&result).len(), 0);
    until("the dialog is gone", || crate::page::all(&body, "dialog").is_empty()).await;
}
