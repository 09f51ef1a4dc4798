//! The head of the card: back where that leads anywhere, the four steps, and close, always.

use leptos::{html, prelude::*};
use linkspan_machine::{Event, Flow};

use super::{button, dynamic::maybe, icon::Icon, layout};
use crate::{app::Ctx, words::td_string};

/// The head of the card.
pub fn view(ctx: Ctx) -> AnyView {
    let can_go_back = Memo::new(move |_| ctx.flow.with(Flow::can_go_back));
    let step = Memo::new(move |_| ctx.flow.with(Flow::step_number));
    let back = move || {
        let label = td_string!(ctx.locale, frame.back).to_owned();
        button::icon("ls-icon-button", label, Icon::ChevronLeft, move || ctx.send.event(Event::Back))
    };
    let close = td_string!(ctx.locale, frame.close).to_owned();
    html::header()
        .class("ls-head")
        .child((
            layout::block("ls-head-side", maybe(move || can_go_back.get().then(back))),
            maybe(move || step.get().map(|step| steps(ctx, step))),
            layout::block(
                "ls-head-side ls-head-end",
                button::icon("ls-icon-button", close, Icon::Cross, move || ctx.send.event(Event::Close)),
            ),
        ))
        .into_any()
}

fn steps(ctx: Ctx, step: u8) -> AnyView {
    let bars: Vec<AnyView> = (1..=4)
        .map(|n| layout::run(if n <= step { "ls-step ls-step-done" } else { "ls-step" }, ()))
        .collect();
    html::div()
        .class("ls-steps")
        .attr("role", "img")
        .attr("aria-label", td_string!(ctx.locale, frame.step, n = u32::from(step)))
        .child(bars)
        .into_any()
}
