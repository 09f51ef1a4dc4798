//! The mark of a bank or a merchant: its drawn icon, or the first letter on its colour.

use leptos::{html, prelude::*};
use linkspan_wire::link::{Institution, Merchant};

use crate::app::Ctx;

/// A bank's mark. The name stands beside it, so it is hidden from screen readers.
pub fn bank(ctx: Ctx, institution: &Institution) -> AnyView {
    mark(ctx, institution.icon.as_deref(), &institution.name, &institution.color)
}

/// A merchant's mark.
pub fn merchant(ctx: Ctx, merchant: &Merchant) -> AnyView {
    mark(ctx, merchant.icon.as_deref(), &merchant.name, &merchant.color)
}

fn mark(ctx: Ctx, icon: Option<&str>, name: &str, color: &str) -> AnyView {
    // Written large by the style sheet.
    let letter: String = name.chars().find(|c| c.is_alphanumeric()).into_iter().collect();
    let content = match icon {
        Some(path) => html::img()
            .attr("src", ctx.address(path))
            .attr("alt", "")
            .attr("width", "40")
            .attr("height", "40")
            .attr("decoding", "async")
            .into_any(),
        None => letter.into_any(),
    };
    html::span()
        .class("ls-mark")
        // A value that is no colour is dropped by the browser, whatever it says.
        .style(("background-color", color.to_owned()))
        .attr("aria-hidden", "true")
        .child(content)
        .into_any()
}
