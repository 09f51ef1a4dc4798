//! The flow's origin opened by itself, in the sandbox: make a session, try the flow, see the result.

use gloo_net::http::Request;
use js_sys::{Object, Reflect};
use leptos::{html, mount::mount_to, prelude::*};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    collect,
    components::{button, dynamic, layout},
    panic,
    words::{Locale, td_string},
};

/// Makes a sandbox session. Only sandbox servers have it.
const SESSION: &str = "/v1/sandbox/session";
/// Shows the messages that the sandbox would have sent.
const INBOX: &str = "/sandbox/inbox";
/// Who tries the flow: the same each time, so that saved accounts are found again.
const PERSON: &str = r#"{"email":"maya.lind@mail.example"}"#;
/// What starts the server that the page needs.
const SERVER: &str = "cargo xtask dev-server";

#[derive(Deserialize)]
struct Made {
    client_secret: String,
    publishable_key: String,
}

/// What there is to say below the button.
#[derive(Clone, PartialEq)]
enum Below {
    Nothing,
    NoServer,
    Result(String),
}

/// Draws the page that offers to try the flow, in the language of a file of words.
///
/// # Errors
/// When the words are of another version than the module.
#[wasm_bindgen(js_name = startDemo)]
pub fn start_demo(words: JsValue) -> Result<(), JsValue> {
    panic::announce();
    let locale = words.as_string().and_then(Locale::read).ok_or_else(|| JsError::new("other words"))?;
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("linkspan-root"))
        .and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(root) = root {
        root.set_text_content(None);
        mount_to(root, move || page(locale, words)).forget();
    }
    Ok(())
}

fn page(locale: Locale, words: JsValue) -> AnyView {
    let busy = RwSignal::new(false);
    let below = RwSignal::new(Below::Nothing);
    let start = move || {
        busy.set(true);
        below.set(Below::Nothing);
        let words = words.clone();
        spawn_local(async move {
            below.set(run(words).await.map_or(Below::NoServer, Below::Result));
            busy.set(false);
        });
    };
    let result = move || match below.get() {
        Below::Nothing => ().into_any(),
        Below::NoServer => layout::warning(td_string!(locale, demo.no_server, command = SERVER)),
        Below::Result(json) => (
            html::h2().class("ls-label").child(td_string!(locale, demo.result)),
            html::pre().class("ls-json").attr("tabindex", "0").child(json),
        )
            .into_any(),
    };
    let pane = layout::pane(
        "demo",
        (
            layout::title(move || td_string!(locale, demo.title).to_owned()),
            layout::lead(move || td_string!(locale, demo.text).to_owned()),
            layout::line(
                "ls-fine",
                html::a()
                    .attr("href", INBOX)
                    .attr("target", "_blank")
                    .attr("rel", "noopener")
                    .class("ls-link")
                    .child(td_string!(locale, demo.inbox)),
            ),
            layout::live(dynamic::view(result)),
        ),
        layout::block(
            "ls-actions",
            button::primary(
                move || td_string!(locale, demo.start).to_owned(),
                move || busy.get(),
                || false,
                start,
            ),
        ),
    );
    html::main().class("ls-stage ls-stage-page").child(layout::block("ls-card", pane)).into_any()
}

/// Makes a session, runs the flow in a dialog of this page, and gives what it resolved with. `None`
/// when the server does not answer.
async fn run(words: JsValue) -> Option<String> {
    let answer = Request::post(SESSION)
        .header("content-type", "application/json")
        .body(PERSON)
        .ok()?
        .send()
        .await
        .ok()?;
    let made: Made =
        serde_wasm_bindgen::from_value(js_sys::JSON::parse(&answer.text().await.ok()?).ok()?).ok()?;
    let options = Object::new();
    let given = [
        ("publishableKey", made.publishable_key.into()),
        ("clientSecret", made.client_secret.into()),
        ("words", words),
    ];
    for (name, value) in given {
        // Setting a property of a plain object of our own does not fail.
        drop(Reflect::set(&options, &name.into(), &value));
    }
    let result = collect::collect(options.into()).await;
    js_sys::JSON::stringify_with_replacer_and_space(&result, &JsValue::NULL, &JsValue::from(2))
        .ok()
        .and_then(|json| json.as_string())
}
