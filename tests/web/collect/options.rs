//! Wrong options: the promise resolves at once with an error that names the field and not its value.

use js_sys::{Function, Object};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    page::{all, document},
    words::ENGLISH,
};

use super::call::{KEY, SECRET, error, get, json, options, resolved, text};

/// Nothing of what was given may come back; this is in every wrong value.
const MARK: &str = "gr33nb0ttle";

fn assert_no_flow() {
    assert!(all(&document().body().expect("a body"), "dialog").is_empty(), "nothing is opened");
}

async fn assert_wrong(given: JsValue, param: &str) {
    let what = json(&given);
    let result = resolved(&given).await;
    let (kind, code, named) = error(&result);
    assert_eq!((kind.as_str(), named.as_str()), ("validation_error", param), "{what}");
    assert!(code.starts_with("parameter_"), "{code}");
    assert!(!text(&get(&result, "error"), "message").is_empty());
    assert!(!json(&result).contains(MARK), "{}", json(&result));
    assert!(!json(&result).contains(&SECRET[21..]), "{}", json(&result));
    assert_no_flow();
}

/// Good options but for one.
fn but(name: &str, value: impl Into<JsValue>) -> Object {
    let given = options(&[
        ("publishableKey", KEY.into()),
        ("clientSecret", SECRET.into()),
        ("mount", "dialog".into()),
        ("words", ENGLISH.into()),
    ]);
    js_sys::Reflect::set(&given, &name.into(), &value.into()).expect("a plain object");
    given
}

#[wasm_bindgen_test]
async fn options_have_to_be_an_object() {
    for given in [JsValue::UNDEFINED, JsValue::NULL, MARK.into(), 1.into(), true.into()] {
        assert_wrong(given, "options").await;
    }
}

#[wasm_bindgen_test]
async fn the_publishable_key_is_checked() {
    assert_wrong(Object::new().into(), "publishableKey").await;
    for wrong in ["", "   ", "sk_test_gr33nb0ttle", "rk_test_gr33nb0ttle", "gr33nb0ttle"] {
        assert_wrong(but("publishableKey", wrong).into(), "publishableKey").await;
    }
    assert_wrong(but("publishableKey", 42).into(), "publishableKey").await;
    assert_wrong(but("publishableKey", options(&[("key", MARK.into())])).into(), "publishableKey").await;
}

#[wasm_bindgen_test]
async fn a_secret_key_on_a_page_is_called_what_it_is() {
    let result = resolved(&but("publishableKey", "sk_test_gr33nb0ttle").into()).await;
    assert!(text(&get(&result, "error"), "message").contains("secret key"));
}

#[wasm_bindgen_test]
async fn the_client_secret_is_checked() {
    assert_wrong(options(&[("publishableKey", KEY.into())]).into(), "clientSecret").await;
    for wrong in [
        "",
        "fcsess_gr33nb0ttle",
        "sk_test_gr33nb0ttle",
        "fcsess_client_secret_gr33nb0ttle",
        "fcsess_client_secret_gr33nb0ttle/../../../../../..",
        "seti_gr33nb0ttle_secret_gr33nb0ttlegr33nb0ttle",
    ] {
        assert_wrong(but("clientSecret", wrong).into(), "clientSecret").await;
    }
    assert_wrong(but("clientSecret", options(&[("id", MARK.into())])).into(), "clientSecret").await;
    assert_wrong(but("clientSecret", 42).into(), "clientSecret").await;
}

#[wasm_bindgen_test]
async fn every_other_option_is_checked() {
    assert_wrong(but("words", 42).into(), "words").await;
    assert_wrong(but("words", MARK).into(), "words").await;
    assert_wrong(but("theme", MARK).into(), "theme").await;
    assert_wrong(but("theme", 42).into(), "theme").await;
    assert_wrong(but("mount", MARK).into(), "mount").await;
    assert_wrong(but("flowOrigin", 42).into(), "flowOrigin").await;
    assert_wrong(but("flowOrigin", "javascript:gr33nb0ttle").into(), "flowOrigin").await;
    assert_wrong(but("flowOrigin", MARK).into(), "flowOrigin").await;
    assert_wrong(but("onEvent", MARK).into(), "onEvent").await;
    assert_wrong(but("onPainted", options(&[])).into(), "onPainted").await;
    assert_wrong(but("onStep", MARK).into(), "onStep").await;
}

#[wasm_bindgen_test]
async fn a_getter_that_throws_does_not_reject() {
    for param in ["publishableKey", "clientSecret", "onEvent", "theme"] {
        let given = but("mount", "dialog");
        let define = "Object.defineProperty(given, name, { get() { throw new Error('gr33nb0ttle'); } });";
        Function::new_with_args("given, name", define)
            .call2(&JsValue::UNDEFINED, &given, &param.into())
            .expect("it is defined");
        assert_wrong_getter(given, param).await;
    }
}

async fn assert_wrong_getter(given: Object, param: &str) {
    let result = resolved(&given.into()).await;
    let (kind, _, named) = error(&result);
    assert_eq!((kind.as_str(), named.as_str()), ("validation_error", param));
    assert!(!json(&result).contains(MARK));
    assert_no_flow();
}
