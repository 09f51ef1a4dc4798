//! "Leave without connecting?" The way that loses nothing comes first and has the focus.

use leptos::{ev, html, prelude::*};
use leptos_i18n::td_string;
use linkspan_machine::Event;

use crate::{app::Ctx, components::button};

/// The content of the confirmation.
pub fn view(ctx: Ctx) -> impl IntoView {
    let linked = ctx.manifest(|manifest| !manifest.linked_accounts.is_empty());
    let (title, text) = if linked {
        (td_string!(ctx.locale, leave.title_linked), td_string!(ctx.locale, leave.text_linked).to_owned())
    } else {
        (
            td_string!(ctx.locale, leave.title),
            td_string!(ctx.locale, leave.text, merchant = ctx.merchant_name()),
        )
    };
    (
        html::h2().id("ls-sheet-title").class("ls-sheet-title").child(title),
        html::p().class("ls-text").child(text),
        html::div().class("ls-actions").child((
            button::primary(
                move || td_string!(ctx.locale, leave.stay).to_owned(),
                || false,
                || false,
                move || ctx.send.event(Event::CloseSheet),
            ),
            html::button()
                .attr("type", "button")
                .class("ls-button-quiet ls-bad")
                .on(ev::click, move |_| ctx.send.event(Event::ConfirmLeave))
                .child(td_string!(ctx.locale, leave.leave)),
        )),
    )
}
