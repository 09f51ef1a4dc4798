//! The flow is ending: the server is told, and that can fail.

use leptos::prelude::*;
use linkspan_machine::Event;

use super::{button, dynamic::maybe, layout, notice, skeleton};
use crate::{app::Ctx, words::td_string};

/// In place of the pane while the flow ends.
pub fn view(ctx: Ctx) -> AnyView {
    let trouble = move || ctx.flow.with(|flow| flow.closing().and_then(|closing| closing.trouble));
    let anyway = move || {
        let label = td_string!(ctx.locale, success.finish_anyway).to_owned();
        button::quiet(label, move || ctx.send.event(Event::Close))
    };
    layout::pane(
        "closing",
        (
            layout::title(move || td_string!(ctx.locale, closing.title).to_owned()),
            layout::lead(move || td_string!(ctx.locale, closing.text, merchant = ctx.merchant_name())),
            notice::trouble(ctx, trouble),
            maybe(move || trouble().is_none().then(|| skeleton::rows(2))),
        ),
        layout::block("ls-actions", maybe(move || trouble().map(|_| anyway()))),
    )
}
