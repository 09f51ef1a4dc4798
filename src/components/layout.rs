//! A pane: a body that scrolls and a foot that stays in view.

use leptos::{html, prelude::*};

use crate::effects::focus::HEADING;

/// A pane.
pub fn pane(
    name: &'static str,
    body: impl IntoView + 'static,
    foot: impl IntoView + 'static,
) -> impl IntoView {
    html::section()
        .class("ls-pane")
        .attr("data-pane", name)
        .attr("aria-labelledby", "ls-title")
        .child((html::div().class("ls-body").child(body), html::div().class("ls-foot").child(foot)))
}

/// The heading of a pane. It takes the focus when the pane appears.
pub fn title(text: impl Fn() -> String + Send + 'static) -> impl IntoView {
    html::h1().id("ls-title").class("ls-title").attr("tabindex", "-1").attr(HEADING, "").child(text)
}

/// The sentence below the heading.
pub fn lead(text: impl Fn() -> String + Send + 'static) -> impl IntoView {
    html::p().class("ls-text").child(text)
}

/// A remark on sunken ground, with an icon.
pub fn note(icon: super::icon::Icon, text: impl Fn() -> String + Send + 'static) -> impl IntoView {
    html::p().class("ls-note").child((icon.view(), html::span().child(text)))
}
