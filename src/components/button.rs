//! Buttons: one that stands out on each pane, quiet ones, and text links that are buttons.

use leptos::{ev, html, prelude::*};

/// The pane's action.
pub fn primary(
    label: impl Fn() -> String + Send + 'static,
    busy: impl Fn() -> bool + Send + Copy + 'static,
    disabled: impl Fn() -> bool + Send + Copy + 'static,
    press: impl Fn() + 'static,
) -> impl IntoView {
    html::button()
        .attr("type", "button")
        .class(move || if busy() { "ls-button ls-busy" } else { "ls-button" })
        .attr("aria-busy", move || busy().then_some("true"))
        // Not `disabled`: the focus would be lost, and a screen reader could not read why.
        .attr("aria-disabled", move || (busy() || disabled()).then_some("true"))
        .on(ev::click, move |_| {
            if !busy() && !disabled() {
                press();
            }
        })
        .child(html::span().child(label))
}

/// The way that is not the pane's action, as easy to find.
pub fn quiet(label: String, press: impl Fn() + 'static) -> impl IntoView {
    html::button()
        .attr("type", "button")
        .class("ls-button-quiet")
        .on(ev::click, move |_| press())
        .child(label)
}

/// A link in a sentence that does something here.
pub fn link(label: String, press: impl Fn() + 'static) -> impl IntoView {
    html::button().attr("type", "button").class("ls-link").on(ev::click, move |_| press()).child(label)
}
