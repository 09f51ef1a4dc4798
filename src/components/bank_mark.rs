//! The mark of a bank or a merchant: its drawn icon, or the first letter on its colour. And our own.

use leptos::{html, prelude::*, svg};
use linkspan_wire::link::{Institution, Merchant, institution::SAVED};

use super::layout;
use crate::app::Ctx;

/// A bank's mark. The name stands beside it, so it is hidden from screen readers.
pub fn bank(ctx: Ctx, institution: &Institution) -> AnyView {
    if institution.id == SAVED {
        return own();
    }
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

/// Our own: where the flow itself is what one signs in to.
pub fn own() -> AnyView {
    layout::run(
        "ls-mark ls-mark-linkspan",
        drawing(
            "ls-icon",
            "0 0 24 24",
            "M2.500 16.500h19M4 16.500c2.500-8 13.500-8 16 0M8.500 16.500v-5M12 16.500v-6M15.500 16.500v-5",
        ),
    )
}

/// A drawing of one line.
pub fn drawing(class: &'static str, view_box: &'static str, path: &'static str) -> AnyView {
    svg::svg()
        .attr("class", class)
        .attr("viewBox", view_box)
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .child(svg::path().attr("d", path))
        .into_any()
}
