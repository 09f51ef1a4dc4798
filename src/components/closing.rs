//! The flow is ending: the server is told, and that can fail.

use leptos::{html, prelude::*};
use leptos_i18n::td_string;
use linkspan_machine::Event;

use super::{button, layout, notice, skeleton};
use crate::app::Ctx;

/// In place of the pane while the flow ends.
pub fn view(ctx: Ctx) -> impl IntoView {
    let trouble = move || ctx.flow.with(|flow| flow.closing().and_then(|closing| closing.trouble));
    layout::pane(
        "closing",
        (
            layout::title(move || td_string!(ctx.locale, closing.title).to_owned()),
            layout::lead(move || td_string!(ctx.locale, closing.text, merchant = ctx.merchant_name())),
            notice::trouble(ctx, trouble),
            move || trouble().is_none().then(|| skeleton::rows(2)),
        ),
        html::div().class("ls-actions").child(move || {
            trouble().map(|_| {
                button::quiet(td_string!(ctx.locale, success.finish_anyway).to_owned(), move || {
                    ctx.send.event(Event::Close);
                })
            })
        }),
    )
}
