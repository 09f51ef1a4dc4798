//! "Leave without connecting?" The way that loses nothing comes first and has the focus.

use leptos::prelude::*;
use linkspan_machine::Event;

use crate::{
    app::Ctx,
    components::{button, layout, sheet},
    words::td_string,
};

/// The content of the confirmation.
pub fn view(ctx: Ctx) -> AnyView {
    let l = ctx.locale;
    let linked = ctx.manifest(|manifest| !manifest.linked_accounts.is_empty());
    let (title, text) = if linked {
        (td_string!(l, leave.title_linked), td_string!(l, leave.text_linked).to_owned())
    } else {
        (td_string!(l, leave.title), td_string!(l, leave.text, merchant = ctx.merchant_name()))
    };
    (
        sheet::title(title.to_owned()),
        layout::line("ls-text", text),
        layout::block(
            "ls-actions",
            (
                button::primary(
                    move || td_string!(l, leave.stay).to_owned(),
                    || false,
                    || false,
                    move || ctx.send.event(Event::CloseSheet),
                ),
                button::harsh(td_string!(l, leave.leave).to_owned(), move || {
                    ctx.send.event(Event::ConfirmLeave);
                }),
            ),
        ),
    )
        .into_any()
}
