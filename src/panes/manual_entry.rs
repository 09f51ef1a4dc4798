//! The account's numbers, typed in where no bank fits.

use leptos::prelude::*;
use linkspan_machine::{ACCOUNT_NUMBER, CONFIRMATION, Event, ManualEntry, ROUTING_NUMBER, Screen};
use linkspan_wire::{
    link::{Field, FieldKind, manual_entry::MOST_ACCOUNT_DIGITS},
    routing_number,
};

use crate::{
    app::Ctx,
    components::{button, dynamic::maybe, form, icon::Icon, layout, notice},
    words::td_string,
};

/// The account's numbers, typed in.
pub fn view(ctx: Ctx) -> AnyView {
    let l = ctx.locale;
    let field = |name: &str, prompt: &str, digits: usize| Field {
        name: name.into(),
        kind: FieldKind::Digits,
        prompt: Some(prompt.into()),
        choices: Vec::new(),
        // Room for the spaces that people type between digits.
        length: u32::try_from(digits + 6).ok(),
        optional: false,
    };
    let fields = [
        field(ROUTING_NUMBER, td_string!(l, manual.routing), routing_number::DIGITS),
        field(ACCOUNT_NUMBER, td_string!(l, manual.account), MOST_ACCOUNT_DIGITS),
        field(CONFIRMATION, td_string!(l, manual.confirmation), MOST_ACCOUNT_DIGITS),
    ];
    let busy = move || read(ctx, ManualEntry::busy).unwrap_or_default();
    let bank = move || {
        read(ctx, |pane| pane.bank.clone())
            .flatten()
            .map(|bank| layout::line("ls-fine", td_string!(l, manual.bank, bank = bank)))
    };
    let (form, submit) = form::form(
        ctx,
        &fields,
        move |name| (read(ctx, |pane| pane.wrong).flatten() == Some(name)).then(|| wrong(ctx, name)),
        move |name, value| {
            if name == ROUTING_NUMBER {
                ctx.send.event(Event::RoutingNumber(value));
            }
        },
        layout::live(maybe(bank)),
        move |values| {
            if !busy() {
                ctx.send.event(Event::SubmitNumbers(values));
            }
        },
    );
    Effect::new(move |before: Option<Option<&'static str>>| {
        let wrong = read(ctx, |pane| pane.wrong).flatten();
        if let Some(name) = wrong.filter(|_| before.is_some_and(|before| before != wrong)) {
            form::focus_field(name);
        }
        wrong
    });
    let test = !ctx.manifest(|manifest| manifest.livemode);
    layout::pane(
        "manual_entry",
        (
            layout::title(move || td_string!(l, manual.title).to_owned()),
            layout::lead(move || td_string!(l, manual.text).to_owned()),
            form,
            notice::of_form(ctx, move || read(ctx, |pane| pane.trouble).flatten()),
            layout::note(Icon::Lock, move || {
                if test {
                    td_string!(l, manual.test).to_owned()
                } else {
                    td_string!(l, credentials.note, merchant = ctx.merchant_name())
                }
            }),
        ),
        layout::block(
            "ls-actions",
            (
                button::primary(move || td_string!(l, manual.submit).to_owned(), busy, || false, submit),
                button::quiet(td_string!(l, oauth.another).to_owned(), move || {
                    ctx.send.event(Event::AnotherBank);
                }),
            ),
        ),
    )
}

fn read<T>(ctx: Ctx, read: impl FnOnce(&ManualEntry) -> T) -> Option<T> {
    ctx.screen(|screen| match screen {
        Screen::ManualEntry(pane) => Some(read(pane)),
        _ => None,
    })
}

fn wrong(ctx: Ctx, name: &str) -> String {
    match name {
        ROUTING_NUMBER => td_string!(ctx.locale, manual.wrong_routing),
        ACCOUNT_NUMBER => td_string!(ctx.locale, manual.wrong_account),
        _ => td_string!(ctx.locale, manual.wrong_confirmation),
    }
    .to_owned()
}

/// The way here, where it is open.
pub fn link(ctx: Ctx) -> Option<AnyView> {
    ctx.flow.with(linkspan_machine::Flow::may_enter_numbers).then(|| {
        let label = td_string!(ctx.locale, manual.link).to_owned();
        layout::line("ls-fine ls-center", button::link(label, move || ctx.send.event(Event::OpenManualEntry)))
    })
}
