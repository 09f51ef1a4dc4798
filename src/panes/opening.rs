//! While the manifest is on its way: the skeleton of what comes first.

use leptos::{html, prelude::*};
use linkspan_machine::Screen;

use crate::{
    app::Ctx,
    components::{layout, notice, skeleton},
};

/// While the manifest is on its way.
pub fn view(ctx: Ctx) -> impl IntoView {
    let trouble = move || {
        ctx.screen(|screen| match screen {
            Screen::Opening { trouble, .. } => *trouble,
            _ => None,
        })
    };
    layout::pane(
        "opening",
        (
            html::div().class("ls-skeleton").attr("aria-hidden", "true").child((
                html::span().class("ls-bone ls-bone-marks"),
                html::span().class("ls-bone ls-bone-title"),
                html::span().class("ls-bone ls-bone-title ls-bone-short"),
            )),
            notice::trouble(ctx, trouble),
            skeleton::rows(4),
        ),
        (),
    )
}
