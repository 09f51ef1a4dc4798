//! Signing in at a bank without a window of its own: user name and password, then whatever else
//! the bank wants to know.

use leptos::prelude::*;
use linkspan_machine::{Event, PartnerAuth, Screen};
use linkspan_wire::link::{CredentialStep, FieldKind, FieldValue, StepError, StepKind, institution::SAVED};

use super::oauth::ended;
use crate::{
    app::Ctx,
    components::{bank_mark, button, form, icon::Icon, layout, notice},
    format::td_plural,
    words::td_string,
};

/// Signing in at a bank without a window of its own.
pub fn view(ctx: Ctx) -> AnyView {
    let institution = read(ctx, |pane| pane.auth.institution.clone());
    let bank = institution.as_ref().map(|institution| institution.name.clone()).unwrap_or_default();
    let step = read(ctx, |pane| pane.auth.step.clone()).flatten();
    let saved = institution.as_ref().is_some_and(|institution| institution.id == SAVED);
    // Who is not saving now has saved before.
    let returns = saved && !ctx.flow.with(linkspan_machine::Flow::is_saving);
    // Where a form was over before it was shown, its first step is being asked for.
    let kind = step.as_ref().map_or(first_step(saved, returns), |step| step.kind);
    let fields = step.map(|step| step.fields).unwrap_or_default();
    let digits = fields.iter().find_map(|field| field.length).unwrap_or(6);
    let busy = move || read(ctx, PartnerAuth::busy).unwrap_or_default();
    let giving_up = move || read(ctx, PartnerAuth::giving_up).unwrap_or_default();
    let first = fields.first().map(|field| field.name.clone());
    let is_typed_into = fields.iter().any(|field| !matches!(field.kind, FieldKind::Send | FieldKind::Choice));
    let typed = first.as_deref().unwrap_or_default();
    let ways = fields.iter().filter(|field| field.kind == FieldKind::Send).flat_map(|field| {
        field.choices.iter().map(move |choice| {
            let value = FieldValue { name: field.name.clone(), value: choice.id.clone() };
            let typed = typed.to_owned();
            let send = move || {
                if busy() {
                    return;
                }
                form::clear_field(&typed);
                ctx.send.event(Event::SubmitCredentials(vec![value.clone()]));
            };
            layout::line("ls-fine", button::link(choice.label.clone(), send))
        })
    });
    let ways = ways.collect_view();
    let other = match (saved, returns) {
        (true, false) => td_string!(ctx.locale, credentials.not_now),
        (true, true) => td_string!(ctx.locale, credentials.at_bank),
        _ => td_string!(ctx.locale, oauth.another),
    };
    // What was said of an answer holds until another one is typed.
    let edited = RwSignal::new(false);
    let named = first.clone();
    let (form, submit) = form::form(
        ctx,
        &fields,
        move |name| {
            let error = error(ctx).filter(|_| !edited.get())?;
            is_about(&error, kind, first.as_deref(), name).then(|| wrong(ctx, kind, &error))
        },
        move |name, _| {
            let told = error(ctx).is_some_and(|error| is_about(&error, kind, named.as_deref(), name));
            if told || kind == StepKind::SignIn {
                edited.set(true);
            }
        },
        (),
        move |values| {
            if !busy() {
                edited.set(false);
                ctx.send.event(Event::SubmitCredentials(values));
            }
        },
    );
    // After a wrong answer the focus goes to the field that it is about.
    Effect::new(move |before: Option<Option<StepError>>| {
        let error = error(ctx);
        if let Some(error) = error.clone().filter(|_| before.is_some_and(|before| before != error)) {
            let first = read(ctx, |pane| {
                pane.auth.step.iter().flat_map(|step| &step.fields).map(|field| field.name.clone()).next()
            });
            if let Some(name) = error.field.or(first.flatten()) {
                form::focus_field(&name);
            }
        }
        error
    });
    layout::pane(
        "credentials",
        (
            institution.as_ref().map(|institution| bank_mark::bank(ctx, institution)),
            layout::title({
                let bank = bank.clone();
                move || heading(ctx, (kind, returns), &bank)
            }),
            layout::lead({
                let bank = bank.clone();
                move || explanation(ctx, (kind, saved, returns), &bank, digits)
            }),
            ended(ctx, bank),
            form,
            ways,
            notice::of_form(ctx, move || read(ctx, |pane| pane.trouble).flatten()),
            is_typed_into.then(|| {
                layout::note(Icon::Lock, move || {
                    td_string!(ctx.locale, credentials.note, merchant = ctx.merchant_name())
                })
            }),
        ),
        layout::block(
            "ls-actions",
            (
                button::primary(move || action(ctx, kind), busy, || false, submit),
                button::quiet_while(other.to_owned(), giving_up, move || {
                    ctx.send.event(Event::AnotherBank);
                }),
            ),
        ),
    )
}

const fn first_step(saved: bool, returns: bool) -> StepKind {
    match (saved, returns) {
        (true, true) => StepKind::Code,
        (true, false) => StepKind::Save,
        (false, _) => StepKind::SignIn,
    }
}

fn read<T>(ctx: Ctx, read: impl FnOnce(&PartnerAuth) -> T) -> Option<T> {
    ctx.screen(|screen| match screen {
        Screen::PartnerAuth(pane) => Some(read(pane)),
        _ => None,
    })
}

/// What was wrong with the last answer: not while the next is looked at, nor where that did not work.
fn error(ctx: Ctx) -> Option<StepError> {
    read(ctx, |pane| {
        let settled = !pane.busy() && pane.trouble.is_none();
        pane.auth.step.as_ref().filter(|_| settled).and_then(|step: &CredentialStep| step.error.clone())
    })
    .flatten()
}

fn heading(ctx: Ctx, (kind, returns): (StepKind, bool), bank: &str) -> String {
    let l = ctx.locale;
    match kind {
        StepKind::SignIn => td_string!(l, credentials.title, bank = bank),
        StepKind::Options => td_string!(l, credentials.options_title, bank = bank),
        StepKind::Code if returns => td_string!(l, credentials.back_title).to_owned(),
        StepKind::Code => td_string!(l, credentials.code_title).to_owned(),
        StepKind::Confirm => td_string!(l, credentials.confirm_title).to_owned(),
        StepKind::Save => td_string!(l, credentials.save_title).to_owned(),
        StepKind::SecurityQuestion | StepKind::Unknown => {
            td_string!(l, credentials.question_title, bank = bank)
        }
    }
}

fn explanation(ctx: Ctx, (kind, saved, returns): (StepKind, bool, bool), bank: &str, digits: u32) -> String {
    let l = ctx.locale;
    match kind {
        StepKind::SignIn => td_string!(l, credentials.text).to_owned(),
        StepKind::Options => td_string!(l, credentials.options_text, bank = bank),
        StepKind::Code if returns => td_string!(l, credentials.back_text).to_owned(),
        StepKind::Code if saved => td_string!(l, credentials.saved_code_text).to_owned(),
        StepKind::Code => td_string!(l, credentials.code_text, bank = bank, count = digits),
        StepKind::Confirm => td_string!(l, credentials.confirm_text, bank = bank),
        StepKind::Save => td_string!(l, credentials.save_text).to_owned(),
        StepKind::SecurityQuestion | StepKind::Unknown => td_string!(l, credentials.question_text).to_owned(),
    }
}

fn action(ctx: Ctx, kind: StepKind) -> String {
    let l = ctx.locale;
    match kind {
        StepKind::SignIn => td_string!(l, credentials.submit),
        StepKind::Options | StepKind::Save => td_string!(l, credentials.options_submit),
        StepKind::Code => td_string!(l, credentials.code_submit),
        StepKind::Confirm => td_string!(l, credentials.confirm_submit),
        StepKind::SecurityQuestion | StepKind::Unknown => td_string!(l, credentials.question_submit),
    }
    .to_owned()
}

fn wrong(ctx: Ctx, kind: StepKind, error: &StepError) -> String {
    let l = ctx.locale;
    let what = match kind {
        _ if error.code == "required" => td_string!(l, credentials.required),
        _ if error.code == "too_often" => td_string!(l, credentials.too_often),
        _ if error.code == "too_many" => td_string!(l, credentials.too_many_codes),
        StepKind::SignIn => td_string!(l, credentials.incorrect),
        StepKind::Code if error.code == "expired" => td_string!(l, credentials.expired_code),
        StepKind::Code => td_string!(l, credentials.wrong_code),
        StepKind::Save if error.field.as_deref() == Some("phone") => td_string!(l, credentials.wrong_phone),
        StepKind::Save => td_string!(l, credentials.wrong_email),
        _ => td_string!(l, credentials.wrong_answer),
    };
    match error.attempts_left {
        Some(count) => {
            format!("{what} {}", td_plural!(l, count, credentials.[attempts_single, attempts_several]))
        }
        None => what.to_owned(),
    }
}

/// Whether it is this field that an error is about.
fn is_about(error: &StepError, kind: StepKind, first: Option<&str>, name: &str) -> bool {
    let about = error.field.as_deref().or(match kind {
        // Which of the two was wrong is the bank's secret; the message stands at the second.
        StepKind::SignIn => Some("password"),
        _ => first,
    });
    about == Some(name)
}
