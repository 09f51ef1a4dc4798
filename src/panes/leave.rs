//! "Leave without connecting?" The way that loses nothing comes first and has the focus.

use leptos::prelude::*;
use linkspan_machine::{Event, Flow, Screen};

use crate::{
    app::Ctx,
    components::{button, layout, sheet},
    words::td_string,
};

/// The content of the confirmation.
pub fn view(ctx: Ctx) -> AnyView {
    let l = ctx.locale;
    let (title, text) = if ctx.flow.with(Flow::has_linked) {
        // Where no bank is chosen there is none to lose.
        let lost = ctx.flow.with(|flow| match flow.screen() {
            _ if flow.is_saving() => td_string!(l, leave.text_saving),
            Screen::PartnerAuth(_) | Screen::AccountPicker(_) => td_string!(l, leave.text_linked),
            _ => "",
        });
        (td_string!(l, leave.title_linked), format!("{} {lost}", td_string!(l, problem.kept)))
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
