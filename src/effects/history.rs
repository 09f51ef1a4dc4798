//! The browser's back button: the same as the flow's own.
//!
//! One entry is put on top of the history. Going back takes it away and is taken for the back
//! arrow; then it is put on again. So the first press never leaves the page with a flow half done,
//! and the flow's state is in no entry and no address.

use leptos::{ev, prelude::window_event_listener};
use linkspan_machine::Event;
use wasm_bindgen::JsValue;

use crate::app::Dispatch;

/// Puts the entry on and listens until the owner is disposed of.
pub fn guard(send: Dispatch) {
    push();
    let listener = window_event_listener(ev::popstate, move |_| {
        push();
        send.event(Event::Back);
    });
    leptos::prelude::on_cleanup(move || listener.remove());
}

fn push() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // Refused only when a page pushes hundreds in a row.
        drop(history.push_state_with_url(&JsValue::NULL, "", None));
    }
}
