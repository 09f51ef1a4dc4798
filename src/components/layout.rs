//! A pane: a body that scrolls and a foot that stays in view.
//!
//! Whatever goes into an element is erased before the element is drawn, so that each kind of element is
//! in the module once.

use leptos::{html, prelude::*};

use super::{dynamic::text, header::HOLDER};
use crate::effects::focus::HEADING;

/// A pane.
pub fn pane(name: &'static str, body: impl IntoView + 'static, foot: impl IntoView + 'static) -> AnyView {
    frame(name, body.into_any(), foot.into_any())
}

fn frame(name: &'static str, body: AnyView, foot: AnyView) -> AnyView {
    html::section()
        .class("ls-pane")
        .attr("data-pane", name)
        .attr("aria-labelledby", "ls-title")
        .child((html::div().class("ls-body").child(body), html::div().class("ls-foot").child(foot)))
        .into_any()
}

/// The heading of a pane. It takes the focus when the pane appears.
pub fn title(words: impl Fn() -> String + Send + 'static) -> AnyView {
    heading(text(words).into_any())
}

fn heading(words: AnyView) -> AnyView {
    html::h1()
        .id("ls-title")
        .class("ls-title")
        .attr("tabindex", "-1")
        .attr("aria-describedby", HOLDER)
        .attr(HEADING, "")
        .child(words)
        .into_any()
}

/// The sentence below the heading.
pub fn lead(words: impl Fn() -> String + Send + 'static) -> AnyView {
    paragraph("ls-text", text(words).into_any())
}

/// A remark on sunken ground, with an icon.
pub fn note(icon: super::icon::Icon, words: impl Fn() -> String + Send + 'static) -> AnyView {
    remark("ls-note", icon, text(words).into_any())
}

/// A warning that stays while what it is about does.
pub fn warning(words: String) -> AnyView {
    remark("ls-note ls-note-warn", super::icon::Icon::Warning, words.into_any())
}

fn remark(class: &'static str, icon: super::icon::Icon, words: AnyView) -> AnyView {
    html::p().class(class).child((icon.view(), html::span().child(words))).into_any()
}

/// A region whose changes are read out without moving the focus.
pub fn live(content: impl IntoView + 'static) -> AnyView {
    status(content.into_any())
}

fn status(content: AnyView) -> AnyView {
    html::div().attr("role", "status").child(content).into_any()
}

/// A block of a class.
pub fn block(class: &'static str, content: impl IntoView + 'static) -> AnyView {
    division(class, content.into_any())
}

fn division(class: &'static str, content: AnyView) -> AnyView {
    html::div().class(class).child(content).into_any()
}

/// A paragraph of a class.
pub fn line(class: &'static str, content: impl IntoView + 'static) -> AnyView {
    paragraph(class, content.into_any())
}

fn paragraph(class: &'static str, content: AnyView) -> AnyView {
    html::p().class(class).child(content).into_any()
}

/// A run of text of a class.
pub fn run(class: &'static str, content: impl IntoView + 'static) -> AnyView {
    span(class, content.into_any())
}

fn span(class: &'static str, content: AnyView) -> AnyView {
    html::span().class(class).child(content).into_any()
}

/// The name of a row with a hint below.
pub fn words(name: impl IntoView + 'static, hint: impl IntoView + 'static) -> AnyView {
    name_and_hint(name.into_any(), hint.into_any())
}

fn name_and_hint(name: AnyView, hint: AnyView) -> AnyView {
    let name = html::span().class("ls-row-name").attr("dir", "auto").child(name);
    html::span().class("ls-row-words").child((name, span("ls-row-hint", hint))).into_any()
}

/// A list with a name for the ear.
pub fn list(class: &'static str, label: String, rows: Vec<AnyView>) -> AnyView {
    html::ul().class(class).attr("aria-label", label).child(rows).into_any()
}

/// One entry of a list.
pub fn item(content: impl IntoView + 'static) -> AnyView {
    entry(content.into_any())
}

fn entry(content: AnyView) -> AnyView {
    html::li().child(content).into_any()
}
