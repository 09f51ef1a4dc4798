//! One call of the exported function, as a page makes it, and what a person does meanwhile.

use std::{cell::Cell, rc::Rc};

use gloo_net::http::Request;
use js_sys::{Array, JSON, Object, Promise, Reflect};
use linkspan::collect::collect;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::HtmlElement;

use crate::{
    page::{all, clear, document, find, find_button, heading, one, until},
    words::ENGLISH,
};

/// A client secret of the right form that opens nothing.
pub const SECRET: &str = "fcsess_client_secret_KRJTKvCY3IKoYTrW18EazcO3";
pub const KEY: &str = "pk_test_51LQZzmKZMjl0j0";

/// Set by `cargo xtask test wasm`; the lints run without it.
const SERVER: Option<&str> = option_env!("LINKSPAN_TEST_FLOW_ORIGIN");

/// Where the server is that `cargo xtask test wasm` started.
pub fn server() -> String {
    SERVER.expect("`cargo xtask test wasm` starts the server and says where it is").to_owned()
}

/// A property of an object.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("an object")
}

/// A property that is a text.
pub fn text(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap_or_default()
}

/// Options by name.
pub fn options(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        Reflect::set(&object, &(*name).into(), value).expect("a plain object");
    }
    object
}

/// A new session of the sandbox, as options.
pub async fn session(wish: &str) -> Object {
    let answer = Request::post(&format!("{}/v1/sandbox/session", server()))
        .header("content-type", "application/json")
        .body(wish)
        .expect("a request")
        .send()
        .await
        .expect("the server answers");
    assert!(answer.ok(), "status {}", answer.status());
    let made = JSON::parse(&answer.text().await.expect("a body")).expect("JSON");
    options(&[
        ("publishableKey", get(&made, "publishable_key")),
        ("clientSecret", get(&made, "client_secret")),
        ("flowOrigin", server().into()),
        ("mount", "dialog".into()),
        ("words", ENGLISH.into()),
    ])
}

/// One call, from the press on a button of the page until it is dropped.
pub struct Call {
    promise: Promise,
    events: Array,
    painted: Rc<Cell<u32>>,
    opener: HtmlElement,
    _listeners: Vec<Closure<dyn FnMut(JsValue)>>,
}

/// Calls the function once with nothing. It sets a hook for panics that tells the page; the tests
/// need the one that tells the runner.
async fn keep_the_runners_hook() {
    // A test that failed leaves its panic behind: WebAssembly does not unwind.
    if std::thread::panicking() {
        return;
    }
    let hook = std::panic::take_hook();
    collect(JsValue::UNDEFINED).await;
    std::panic::set_hook(hook);
}

/// What the promise resolves with; a rejection fails the test.
pub async fn resolved(options: &JsValue) -> JsValue {
    keep_the_runners_hook().await;
    collect(options.clone()).await
}

impl Call {
    /// A button is pressed that calls the function with these options.
    pub async fn start(options: &Object) -> Self {
        keep_the_runners_hook().await;
        let body = document().body().expect("a body");
        clear();
        let opener: HtmlElement = document().create_element("button").expect("an element").unchecked_into();
        opener.set_attribute("data-screen", "").expect("it is set");
        body.append_child(&opener).expect("it is appended");
        opener.focus().expect("it takes the focus");

        let (events, painted) = (Array::new(), Rc::new(Cell::new(0)));
        let on_event = {
            let events = events.clone();
            Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
                events.push(&event);
            })
        };
        let on_painted = {
            let painted = Rc::clone(&painted);
            Closure::<dyn FnMut(JsValue)>::new(move |_| painted.set(painted.get() + 1))
        };
        Reflect::set(options, &"onEvent".into(), on_event.as_ref()).expect("a plain object");
        Reflect::set(options, &"onPainted".into(), on_painted.as_ref()).expect("a plain object");
        let options = JsValue::from(options.clone());
        let promise = future_to_promise(async move { Ok(collect(options).await) });
        Self { promise, events, painted, opener, _listeners: vec![on_event, on_painted] }
    }

    /// The dialog that the flow is in, once it is there.
    pub async fn dialog(&self) -> HtmlElement {
        let body = document().body().expect("a body");
        find("the dialog is open", || all(&body, "dialog[data-linkspan]:modal").into_iter().next()).await
    }

    /// Waits until the pane has this heading.
    pub async fn heading(&self, words: &str) {
        let dialog = self.dialog().await;
        until(&format!("the heading is {words:?}"), || heading(&dialog) == words).await;
    }

    /// Presses the button of this name, once it is there.
    pub async fn press(&self, called: &str) {
        let dialog = self.dialog().await;
        find(&format!("the button {called:?} is there"), || find_button(&dialog, called)).await.click();
    }

    /// How many times the page was told that something is painted.
    pub fn painted(&self) -> u32 {
        self.painted.get()
    }

    /// The names of the events so far.
    pub fn events(&self) -> Vec<String> {
        self.events.iter().map(|event| text(&event, "name")).collect()
    }

    /// The events, those to come too.
    pub fn each_event(&self) -> Array {
        self.events.clone()
    }

    /// The end, and the names of all events.
    pub async fn end_with_events(self) -> (JsValue, Vec<String>) {
        let events = self.events.clone();
        let result = self.end().await;
        (result, events.iter().map(|event| text(&event, "name")).collect())
    }

    /// The end: what it resolved with. The page is as it was before.
    pub async fn end(self) -> JsValue {
        let result = JsFuture::from(self.promise.clone()).await.expect("it never rejects");
        let body = document().body().expect("a body");
        assert!(all(&body, "dialog").is_empty(), "the dialog is gone");
        assert!(crate::page::focused(&self.opener), "the focus is back");
        result
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.opener.remove();
    }
}

/// What is wrong, by its type, code and parameter.
pub fn error(result: &JsValue) -> (String, String, String) {
    assert!(get(result, "financialConnectionsSession").is_undefined(), "an error comes alone");
    let error = get(result, "error");
    assert!(error.is_object(), "{}", json(result));
    (text(&error, "type"), text(&error, "code"), text(&error, "param"))
}

/// As JSON.
pub fn json(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|json| json.as_string()).unwrap_or_default()
}

/// The accounts that it resolved with.
pub fn accounts(result: &JsValue) -> Vec<JsValue> {
    assert!(get(result, "error").is_undefined(), "{}", json(result));
    let accounts = get(&get(result, "financialConnectionsSession"), "accounts");
    assert!(Array::is_array(&accounts), "a plain array");
    accounts.unchecked_into::<Array>().iter().collect()
}

/// The sheet that lies over the pane, once it is there.
pub async fn sheet(dialog: &HtmlElement) -> HtmlElement {
    find("the sheet is open", || all(dialog, "dialog:modal").into_iter().next()).await;
    one(dialog, "dialog")
}
