//! Something went wrong: what it was in plain words, that nothing was shared, and what helps.

use leptos::{ev, html, prelude::*};
use leptos_i18n::td_string;
use linkspan_machine::{Event, Problem, ProblemKind, Screen};
use linkspan_wire::link::Institution;

use crate::{
    app::Ctx,
    components::{bank_mark, button, icon::Icon, layout},
    format,
};

/// Something went wrong.
pub fn view(ctx: Ctx) -> impl IntoView {
    let problem = ctx.screen(|screen| match screen {
        Screen::Problem(problem) => Some(problem.clone()),
        _ => None,
    });
    let other_bank = problem.as_ref().is_some_and(|problem| problem.kind.other_bank_helps())
        && ctx.flow.with(linkspan_machine::Flow::may_pick_bank);
    let retry = problem.as_ref().is_some_and(Problem::can_retry);
    let (title, text) = words(ctx, problem.as_ref());
    let instead = if other_bank {
        let id = problem.and_then(|problem| problem.institution).map(|bank| bank.id).unwrap_or_default();
        ctx.flow.with(|flow| flow.suggestions(&id).into_iter().cloned().collect())
    } else {
        Vec::new()
    };
    layout::pane(
        "problem",
        (
            html::div()
                .class("ls-badge ls-badge-warn")
                .attr("aria-hidden", "true")
                .child(Icon::Warning.view()),
            html::div()
                .class("ls-centered")
                .attr("role", "alert")
                .child((layout::title(move || title.clone()), layout::lead(move || text.clone()))),
            (!instead.is_empty()).then(|| other_banks(ctx, instead)),
        ),
        html::div().class("ls-actions").child((
            retry.then(|| {
                button::primary(
                    move || td_string!(ctx.locale, trouble.retry).to_owned(),
                    || false,
                    || false,
                    move || ctx.send.event(Event::Retry),
                )
            }),
            match (other_bank, retry) {
                (true, true) => {
                    button::quiet(td_string!(ctx.locale, problem.another).to_owned(), move || {
                        ctx.send.event(Event::AnotherBank);
                    })
                    .into_any()
                }
                (true, false) => button::primary(
                    move || td_string!(ctx.locale, problem.another).to_owned(),
                    || false,
                    || false,
                    move || ctx.send.event(Event::AnotherBank),
                )
                .into_any(),
                (false, _) => button::primary(
                    move || td_string!(ctx.locale, problem.close).to_owned(),
                    || false,
                    || false,
                    move || ctx.send.event(Event::Close),
                )
                .into_any(),
            },
        )),
    )
}

fn other_banks(ctx: Ctx, banks: Vec<Institution>) -> impl IntoView {
    html::ul().class("ls-list").attr("aria-label", td_string!(ctx.locale, problem.instead)).child(
        banks
            .into_iter()
            .enumerate()
            .map(|(index, bank)| {
                let content = (
                    bank_mark::bank(ctx, &bank),
                    html::span().class("ls-row-words").child((
                        html::span().class("ls-row-name").attr("dir", "auto").child(bank.name.clone()),
                        html::span().class("ls-row-hint").child(td_string!(ctx.locale, problem.working)),
                    )),
                    if index == 0 {
                        html::span()
                            .class("ls-pill ls-pill-good")
                            .child(td_string!(ctx.locale, problem.try_this))
                            .into_any()
                    } else {
                        Icon::ChevronRight.view().into_any()
                    },
                );
                html::li().child(
                    html::button()
                        .attr("type", "button")
                        .class("ls-row")
                        .on(ev::click, move |_| ctx.send.event(Event::Pick(bank.clone())))
                        .child(content),
                )
            })
            .collect_view(),
    )
}

fn words(ctx: Ctx, problem: Option<&Problem>) -> (String, String) {
    let l = ctx.locale;
    let bank = problem
        .and_then(|problem| problem.institution.as_ref())
        .map_or_else(|| td_string!(l, problem.your_bank).to_owned(), |bank| bank.name.clone());
    let merchant = match ctx.merchant_name() {
        name if name.is_empty() => td_string!(l, problem.the_merchant).to_owned(),
        name => name,
    };
    match problem.map_or(&ProblemKind::Unexpected, |problem| &problem.kind) {
        ProblemKind::Maintenance { until } => (
            td_string!(l, problem.maintenance_title, bank = bank),
            if format::is_today(*until) {
                td_string!(l, problem.maintenance_today, time = format::time(*until, l))
            } else {
                td_string!(l, problem.maintenance_later, time = format::date_and_time(*until, l))
            },
        ),
        ProblemKind::Unavailable => (
            td_string!(l, problem.unavailable_title, bank = bank),
            td_string!(l, problem.unavailable_text).to_owned(),
        ),
        ProblemKind::BankError => (
            td_string!(l, problem.bank_error_title, bank = bank),
            td_string!(l, problem.bank_error_text).to_owned(),
        ),
        ProblemKind::SignInFailed => (
            td_string!(l, problem.sign_in_title, bank = bank),
            td_string!(l, problem.sign_in_text).to_owned(),
        ),
        ProblemKind::AccountsUnavailable => (
            td_string!(l, problem.accounts_title, bank = bank),
            td_string!(l, problem.accounts_text).to_owned(),
        ),
        ProblemKind::NoEligibleAccounts { found } => {
            let found = *found;
            (
                td_string!(l, problem.none_title).to_owned(),
                td_string!(l, problem.none_text, bank = bank, merchant = merchant, count = found),
            )
        }
        ProblemKind::SessionExpired => (
            td_string!(l, problem.expired_title).to_owned(),
            td_string!(l, problem.expired_text, merchant = merchant),
        ),
        ProblemKind::SessionUnknown => {
            (td_string!(l, problem.unknown_title).to_owned(), td_string!(l, problem.unknown_text).to_owned())
        }
        ProblemKind::Unexpected => (
            td_string!(l, problem.unexpected_title).to_owned(),
            td_string!(l, problem.unexpected_text).to_owned(),
        ),
    }
}
