//! The head of the card: back where that leads anywhere, the four steps, and close, always.

use leptos::{html, prelude::*};
use linkspan_machine::{Event, Flow, Screen};

use super::{button, dynamic::maybe, icon::Icon, layout};
use crate::{app::Ctx, words::td_string};

/// Names the line that says whom the flow is for. Headings are described by it, so that it is heard with
/// each of them.
pub const HOLDER: &str = "ls-holder";

/// The head of the card, and whom the flow is for where that has to be said.
pub fn view(ctx: Ctx) -> AnyView {
    let can_go_back = Memo::new(move |_| ctx.flow.with(Flow::can_go_back));
    let step = Memo::new(move |_| ctx.flow.with(Flow::step_number));
    let back = move || {
        let label = td_string!(ctx.locale, frame.back).to_owned();
        button::icon("ls-icon-button", label, Icon::ChevronLeft, move || ctx.send.event(Event::Back))
    };
    // Whoever opened an address that was made for somebody else has to notice, wherever the flow stands.
    let known = Memo::new(move |_| {
        let over = ctx.flow.with(|flow| matches!(flow.screen(), Screen::Success(_)));
        !over && ctx.manifest(|manifest| manifest.account_holder.is_some())
    });
    let holder = move || {
        known.get().then(|| {
            let holder = untrack(|| ctx.manifest(|manifest| manifest.account_holder.clone()));
            let words = td_string!(ctx.locale, frame.holder, holder = holder.unwrap_or_default());
            html::div().class("ls-fine ls-center").attr("id", HOLDER).child(words.into_any())
        })
    };
    let close = td_string!(ctx.locale, frame.close).to_owned();
    let head = html::header()
        .class("ls-head")
        .child((
            layout::block("ls-head-side", maybe(move || can_go_back.get().then(back))),
            maybe(move || step.get().map(|step| steps(ctx, step))),
            layout::block(
                "ls-head-side ls-head-end",
                button::icon("ls-icon-button", close, Icon::Cross, move || ctx.send.event(Event::Close)),
            ),
        ))
        .into_any();
    (head, maybe(holder)).into_any()
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
