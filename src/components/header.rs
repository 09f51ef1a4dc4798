//! The head of the card: back where that leads anywhere, the four steps, and close, always.

use leptos::{ev, html, prelude::*};
use leptos_i18n::td_string;
use linkspan_machine::Event;

use super::icon::Icon;
use crate::app::Ctx;

/// The head of the card.
pub fn view(ctx: Ctx) -> impl IntoView {
    let can_go_back = Memo::new(move |_| ctx.flow.with(linkspan_machine::Flow::can_go_back));
    let step = Memo::new(move |_| ctx.flow.with(linkspan_machine::Flow::step_number));
    html::header().class("ls-head").child((
        html::div().class("ls-head-side").child(move || {
            can_go_back.get().then(|| {
                html::button()
                    .attr("type", "button")
                    .class("ls-icon-button")
                    .attr("aria-label", td_string!(ctx.locale, frame.back))
                    .on(ev::click, move |_| ctx.send.event(Event::Back))
                    .child(Icon::ChevronLeft.view())
            })
        }),
        move || step.get().map(|step| steps(ctx, step)),
        html::div().class("ls-head-side ls-head-end").child(
            html::button()
                .attr("type", "button")
                .class("ls-icon-button")
                .attr("aria-label", td_string!(ctx.locale, frame.close))
                .on(ev::click, move |_| ctx.send.event(Event::Close))
                .child(Icon::Cross.view()),
        ),
    ))
}

fn steps(ctx: Ctx, step: u8) -> impl IntoView {
    html::div()
        .class("ls-steps")
        .attr("role", "img")
        .attr("aria-label", td_string!(ctx.locale, frame.step, n = step))
        .child(
            (1..=4)
                .map(|n| html::span().class(if n <= step { "ls-step ls-step-done" } else { "ls-step" }))
                .collect_view(),
        )
}
