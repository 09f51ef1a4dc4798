//! Buttons: one that stands out on each pane, quiet ones, and text links that are buttons.
//!
//! What a button does is boxed before it is drawn, so that each kind of them is in the module once.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};

use super::dynamic::{attr, set, text, word};

/// What a press does.
type Press = Box<dyn FnMut(web_sys::MouseEvent)>;
/// Whether something is so at the moment.
type Check = Arc<dyn Fn() -> bool + Send + Sync>;

/// The pane's action.
pub fn primary(
    label: impl Fn() -> String + Send + 'static,
    busy: impl Fn() -> bool + Send + Sync + 'static,
    disabled: impl Fn() -> bool + Send + Sync + 'static,
    press: impl Fn() + 'static,
) -> AnyView {
    standing_out(text(label), Arc::new(busy), Arc::new(disabled), Box::new(press))
}

fn standing_out(
    label: Box<dyn Fn() -> String + Send>,
    busy: Check,
    disabled: Check,
    press: Box<dyn Fn()>,
) -> AnyView {
    let waits = busy.clone();
    let off: Check = Arc::new({
        let busy = busy.clone();
        move || busy() || disabled()
    });
    let said_off = off.clone();
    html::button()
        .attr("type", "button")
        .class(word(move || if waits() { "ls-button ls-busy" } else { "ls-button" }))
        .attr("aria-busy", attr(move || set(busy())))
        // Not `disabled`: the focus would be lost, and a screen reader could not read why.
        .attr("aria-disabled", attr(move || set(said_off())))
        .on(
            ev::click,
            pressed(move || {
                if !off() {
                    press();
                }
            }),
        )
        .child(html::span().child(label))
        .into_any()
}

/// The way that is not the pane's action, as easy to find.
pub fn quiet(label: String, press: impl Fn() + 'static) -> AnyView {
    plain("ls-button-quiet", label, pressed(press))
}

/// The same; while `busy` its press is being carried out.
pub fn quiet_while(
    label: String,
    busy: impl Fn() -> bool + Send + 'static,
    press: impl Fn() + 'static,
) -> AnyView {
    let class = word(move || if busy() { "ls-button-quiet ls-busy" } else { "ls-button-quiet" });
    waiting(class, label, pressed(press))
}

fn waiting(class: Box<dyn Fn() -> &'static str + Send>, label: String, press: Press) -> AnyView {
    html::button().attr("type", "button").class(class).on(ev::click, press).child(label).into_any()
}

/// A link in a sentence that does something here.
pub fn link(label: String, press: impl Fn() + 'static) -> AnyView {
    plain("ls-link", label, pressed(press))
}

/// A link past something long, in sight only when it has the focus.
pub fn skip(label: String, press: impl Fn() + 'static) -> AnyView {
    plain("ls-link ls-skip", label, pressed(press))
}

/// A quiet button for what cannot be taken back.
pub fn harsh(label: String, press: impl Fn() + 'static) -> AnyView {
    plain("ls-button-quiet ls-bad", label, pressed(press))
}

fn plain(class: &'static str, label: String, press: Press) -> AnyView {
    around(class, label.into_any(), press)
}

/// A button with an icon for its face; the label is for the ear.
pub fn icon(
    class: &'static str,
    label: String,
    icon: super::icon::Icon,
    press: impl Fn() + 'static,
) -> AnyView {
    with_face(class, label, icon.view(), pressed(press))
}

fn with_face(class: &'static str, label: String, face: AnyView, press: Press) -> AnyView {
    html::button()
        .attr("type", "button")
        .class(class)
        .attr("aria-label", label)
        .on(ev::click, press)
        .child(face)
        .into_any()
}

/// A row or tile that is a button.
pub fn row(class: &'static str, content: AnyView, press: impl Fn() + 'static) -> AnyView {
    around(class, content, pressed(press))
}

fn around(class: &'static str, content: AnyView, press: Press) -> AnyView {
    html::button().attr("type", "button").class(class).on(ev::click, press).child(content).into_any()
}

fn pressed(press: impl Fn() + 'static) -> Press {
    Box::new(move |_| press())
}
