//! Where the focus goes when a pane appears: to its heading, so that a screen reader reads on from
//! there and Tab reaches the first control.

use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Marks the heading of the pane that is shown.
pub const HEADING: &str = "data-heading";

/// Moves the focus once the pane is rendered.
pub fn heading_soon() {
    request_animation_frame(|| {
        if let Some(heading) = find(&format!("[{HEADING}]")) {
            focus(&heading);
        }
    });
}

/// Moves the focus to the element of this id once it is rendered.
pub fn id_soon(id: &str) {
    first_soon(&format!("#{id}"));
}

/// Moves the focus to the first of these elements once it is rendered.
pub fn first_soon(selector: &str) {
    let selector = selector.to_owned();
    request_animation_frame(move || {
        if let Some(element) = find(&selector) {
            focus(&element);
        }
    });
}

/// Does something when what is drawn by now is painted.
pub fn when_painted(then: Box<dyn FnOnce()>) {
    // The callback of a frame runs before it is painted; that of the next one after.
    request_animation_frame(|| request_animation_frame(then));
}

/// The first of these elements.
pub(super) fn find(selector: &str) -> Option<HtmlElement> {
    web_sys::window()?.document()?.query_selector(selector).ok()??.dyn_into().ok()
}

fn focus(element: &HtmlElement) {
    // An element that cannot take the focus leaves it where it is.
    drop(element.focus());
}
