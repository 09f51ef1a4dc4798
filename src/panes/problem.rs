//! Something went wrong: what it was in plain words, what became of what was chosen, and what helps.

use leptos::{html, prelude::*};
use linkspan_machine::{Event, Flow, Ineligible, Problem, ProblemKind, Screen};
use linkspan_wire::link::{Institution, institution::SAVED};

use crate::{
    app::Ctx,
    components::{bank_mark, button, icon::Icon, layout},
    format::{self, td_plural},
    panes::manual_entry,
    words::{Locale, td_string},
};

/// Something went wrong.
pub fn view(ctx: Ctx) -> AnyView {
    let problem = ctx.screen(|screen| match screen {
        Screen::Problem(problem) => Some(problem.clone()),
        _ => None,
    });
    let other_bank = problem.as_ref().is_some_and(|problem| problem.kind.other_bank_helps())
        && ctx.flow.with(Flow::may_pick_bank);
    let retry = problem.as_ref().is_some_and(Problem::can_retry);
    let kind = problem.as_ref().map(|problem| problem.kind.clone());
    let saved = problem.as_ref().is_some_and(is_saved);
    let choose = Action::OtherBank { saved };
    let (title, text) = words(ctx, problem.as_ref());
    // Where it was not the bank that is down, naming others would be an advertisement.
    let down = matches!(
        kind,
        Some(ProblemKind::Maintenance { .. } | ProblemKind::Unavailable | ProblemKind::BankError)
    );
    let instead = if other_bank && down {
        let id = problem.and_then(|problem| problem.institution).map(|bank| bank.id).unwrap_or_default();
        ctx.flow.with(|flow| flow.suggestions(&id).into_iter().cloned().collect())
    } else {
        Vec::new()
    };
    // A bank that does not work now will rather not at once; accounts that did not come may.
    let accounts = matches!(kind, Some(ProblemKind::AccountsUnavailable));
    let (first, second) = match (retry, other_bank) {
        (true, true) if accounts => (Action::Retry, Some(choose)),
        (true, true) => (choose, Some(Action::Retry)),
        (true, false) => (Action::Retry, None),
        (false, true) => (choose, None),
        (false, false) => (Action::Close, None),
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
            other_bank.then(|| manual_entry::link(ctx)),
        ),
        layout::block("ls-actions", (primary(ctx, first), second.map(|second| quiet(ctx, second)))),
    )
}

/// What a button does.
#[derive(Clone, Copy)]
enum Action {
    Retry,
    /// Saved accounts are at no bank, so that there is no other one.
    OtherBank {
        saved: bool,
    },
    Close,
}

impl Action {
    fn label(self, locale: Locale) -> String {
        match self {
            Self::Retry => td_string!(locale, trouble.retry),
            Self::OtherBank { saved: true } => td_string!(locale, credentials.at_bank),
            Self::OtherBank { saved: false } => td_string!(locale, problem.another),
            Self::Close => td_string!(locale, problem.close),
        }
        .to_owned()
    }

    fn event(self) -> Event {
        match self {
            Self::Retry => Event::Retry,
            Self::OtherBank { .. } => Event::AnotherBank,
            Self::Close => Event::Close,
        }
    }
}

fn primary(ctx: Ctx, action: Action) -> AnyView {
    let label = action.label(ctx.locale);
    button::primary(move || label.clone(), || false, || false, move || ctx.send.event(action.event()))
}

fn quiet(ctx: Ctx, action: Action) -> AnyView {
    button::quiet(action.label(ctx.locale), move || ctx.send.event(action.event()))
}

fn other_banks(ctx: Ctx, banks: Vec<Institution>) -> AnyView {
    let rows = banks.into_iter().enumerate().map(|(index, bank)| {
        let end = if index == 0 {
            layout::run("ls-pill ls-pill-good", td_string!(ctx.locale, problem.try_this))
        } else {
            Icon::ChevronRight.view()
        };
        let words = layout::words(bank.name.clone(), td_string!(ctx.locale, problem.working));
        let content = (bank_mark::bank(ctx, &bank), words, end).into_any();
        layout::item(button::row("ls-row", content, move || ctx.send.event(Event::Pick(bank.clone()))))
    });
    layout::list("ls-list", td_string!(ctx.locale, problem.instead).to_owned(), rows.collect())
}

/// Whether it is about saved accounts, which are at no bank.
fn is_saved(problem: &Problem) -> bool {
    problem.institution.as_ref().is_some_and(|institution| institution.id == SAVED)
}

/// What became of what was chosen. Nothing can be said before the flow knows its session.
pub(super) fn shared(ctx: Ctx) -> &'static str {
    match ctx.flow.with(|flow| flow.manifest().map(|_| flow.has_linked())) {
        Some(true) => td_string!(ctx.locale, problem.kept),
        Some(false) => td_string!(ctx.locale, problem.nothing_shared),
        None => "",
    }
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
    let kind = problem.map_or(&ProblemKind::Unexpected, |problem| &problem.kind);
    let again = match kind {
        // Whoever has something linked gets it by closing.
        _ if ctx.flow.with(Flow::has_linked) => String::new(),
        ProblemKind::SessionExpired => td_string!(l, problem.start_again, merchant = merchant.clone()),
        ProblemKind::Unexpected => td_string!(l, problem.unexpected_text).to_owned(),
        _ => String::new(),
    };
    let (title, text) = match kind {
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
        ProblemKind::NoEligibleAccounts { found, why } => {
            let found = *found;
            let why = match why {
                Ineligible::Kind => td_string!(l, problem.none_kind, merchant = merchant),
                Ineligible::Payments => td_string!(l, problem.none_payments, merchant = merchant),
                Ineligible::SignIn(banks) => {
                    let banks = if banks.is_empty() { td_string!(l, problem.your_bank) } else { banks };
                    td_string!(l, problem.none_sign_in, bank = banks)
                }
                Ineligible::Several => td_string!(l, problem.none_mixed, merchant = merchant),
            };
            let text = if problem.is_some_and(is_saved) {
                td_string!(l, problem.none_saved, why = why)
            } else {
                td_plural!(l, found, problem.[none_text_single, none_text_several], bank = bank, why = why)
            };
            (td_string!(l, problem.none_title).to_owned(), text)
        }
        ProblemKind::SessionExpired => {
            (td_string!(l, problem.expired_title).to_owned(), td_string!(l, problem.expired_text).to_owned())
        }
        ProblemKind::SessionUnknown => {
            let text = td_string!(l, problem.unknown_text).to_owned();
            return (td_string!(l, problem.unknown_title).to_owned(), text);
        }
        ProblemKind::Unexpected => (td_string!(l, problem.unexpected_title).to_owned(), String::new()),
    };
    (title, format!("{text} {} {again}", shared(ctx)))
}
