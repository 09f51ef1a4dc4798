//! Buttons: one that stands out on each pane, quiet ones, and text links that are buttons.

use leptos::{ev, html, prelude::*};

use super::dynamic::{attr, set, text, word};

/// The pane's action.
pub fn primary(
    label: impl Fn() -> String + Send + 'static,
    busy: impl Fn() -> bool + Send + Copy + 'static,
    disabled: impl Fn() -> bool + Send + Copy + 'static,
    press: impl Fn() + 'static,
) -> AnyView {
    html::button()
        .attr("type", "button")
        .class(word(move || if busy() { "ls-button ls-busy" } else { "ls-button" }))
        .attr("aria-busy", attr(move || set(busy())))
        // Not `disabled`: the focus would be lost, and a screen reader could not read why.
        .attr("aria-disabled", attr(move || set(busy() || disabled())))
        .on(
            ev::click,
            pressed(move || {
                if !busy() && !disabled() {
                    press();
                }
            }),
        )
        .child(html::span().child(text(label)))
        .into_any()
}

/// The way that is not the pane's action, as easy to find.
pub fn quiet(label: String, press: impl Fn() + 'static) -> AnyView {
    plain("ls-button-quiet", label, press)
}

/// The same; while `busy` its press is being carried out.
pub fn quiet_while(
    label: String,
    busy: impl Fn() -> bool + Send + 'static,
    press: impl Fn() + 'static,
) -> AnyView {
    html::button()
        .attr("type", "button")
        .class(word(move || if busy() { "ls-button-quiet ls-busy" } else { "ls-button-quiet" }))
        .on(ev::click, pressed(press))
        .child(label)
        .into_any()
}

/// A link in a sentence that does something here.
pub fn link(label: String, press: impl Fn() + 'static) -> AnyView {
    plain("ls-link", label, press)
}

/// A link past something long, in sight only when it has the focus.
pub fn skip(label: String, press: impl Fn() + 'static) -> AnyView {
    plain("ls-link ls-skip", label, press)
}

/// A quiet button for what cannot be taken back.
pub fn harsh(label: String, press: impl Fn() + 'static) -> AnyView {
    plain("ls-button-quiet ls-bad", label, press)
}

fn plain(class: &'static str, label: String, press: impl Fn() + 'static) -> AnyView {
    html::button().attr("type", "button").class(class).on(ev::click, pressed(press)).child(label).into_any()
}

/// A button with an icon for its face; the label is for the ear.
pub fn icon(
    class: &'static str,
    label: String,
    icon: super::icon::Icon,
    press: impl Fn() + 'static,
) -> AnyView {
    html::button()
        .attr("type", "button")
        .class(class)
        .attr("aria-label", label)
        .on(ev::click, pressed(press))
        .child(icon.view())
        .into_any()
}

/// A row or tile that is a button.
pub fn row(class: &'static str, content: AnyView, press: impl Fn() + 'static) -> AnyView {
    html::button().attr("type", "button").class(class).on(ev::click, pressed(press)).child(content).into_any()
}

fn pressed(press: impl Fn() + 'static) -> Box<dyn FnMut(web_sys::MouseEvent)> {
    Box::new(move |_| press())
}
