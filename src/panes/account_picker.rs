//! The choice of the accounts: only what is ticked is shared.

use leptos::{ev, html, prelude::*};
use linkspan_machine::{AccountPicker, Event, Screen};
use linkspan_wire::{
    account::Subcategory,
    link::{PartnerAccount, UnavailableReason},
};

use crate::{
    app::Ctx,
    components::{
        button,
        dynamic::{self, flag, maybe, text, word},
        layout, notice, skeleton,
    },
    format::{self, td_plural},
    words::{Locale, td_string},
};

/// The choice of the accounts.
pub fn view(ctx: Ctx) -> AnyView {
    let bank = read(ctx, |pane| pane.auth.institution.name.clone()).unwrap_or_default();
    let single = read(ctx, |pane| pane.single).unwrap_or_default();
    let busy = move || read(ctx, AccountPicker::busy).unwrap_or_default();
    let trouble = move || read(ctx, |pane| pane.trouble).flatten();
    let count = Memo::new(move |_| read(ctx, |pane| pane.selected.len()).unwrap_or_default());
    let loading =
        Memo::new(move |_| read(ctx, |pane| pane.accounts.is_none() || pane.automatic).unwrap_or_default());
    let heading = move || {
        if single {
            td_string!(ctx.locale, accounts.title_single)
        } else {
            td_string!(ctx.locale, accounts.title)
        }
        .to_owned()
    };
    let lead = {
        let bank = bank.clone();
        move || match (loading.get(), read(ctx, |pane| pane.automatic).unwrap_or_default(), single) {
            (_, true, _) => td_string!(ctx.locale, accounts.automatic, bank = bank.clone()),
            (true, false, _) => td_string!(ctx.locale, accounts.loading, bank = bank.clone()),
            (false, false, true) => {
                td_string!(ctx.locale, accounts.text_single, merchant = ctx.merchant_name())
            }
            (false, false, false) => td_string!(ctx.locale, accounts.text, merchant = ctx.merchant_name()),
        }
    };
    let label = move || match count.get() {
        0 => td_string!(ctx.locale, accounts.share_none).to_owned(),
        count => td_plural!(ctx.locale, plural(count), accounts.[share_single, share_several]),
    };
    let body = move || {
        if loading.get() {
            trouble().is_none().then(|| skeleton::rows(3)).into_any()
        } else {
            // Drawn once: a row that is drawn again at every tick would lose the focus.
            untrack(|| list(ctx, single))
        }
    };
    let share =
        move || button::primary(label, busy, move || count.get() == 0, move || ctx.send.event(Event::Share));
    layout::pane(
        "account_picker",
        (
            layout::title(heading),
            layout::live(layout::lead(lead)),
            dynamic::view(body),
            notice::trouble(ctx, trouble),
        ),
        layout::block(
            "ls-actions",
            (
                maybe(move || (!loading.get()).then(share)),
                layout::line(
                    "ls-fine ls-center",
                    (
                        td_string!(ctx.locale, accounts.signed_in, bank = bank),
                        " ",
                        button::link(td_string!(ctx.locale, accounts.another).to_owned(), move || {
                            ctx.send.event(Event::AnotherBank);
                        }),
                    ),
                ),
            ),
        ),
    )
}

fn read<T>(ctx: Ctx, read: impl FnOnce(&AccountPicker) -> T) -> Option<T> {
    ctx.screen(|screen| match screen {
        Screen::AccountPicker(pane) => Some(read(pane)),
        _ => None,
    })
}

fn plural(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn list(ctx: Ctx, single: bool) -> AnyView {
    let accounts = read(ctx, |pane| pane.accounts.clone()).flatten().unwrap_or_default();
    let selectable = read(ctx, |pane| pane.selectable().count()).unwrap_or_default();
    let all = read(ctx, AccountPicker::all_can_be_selected).unwrap_or_default() && selectable > 1;
    let limit = read(ctx, |pane| pane.limit).flatten().filter(|_| !single && !all && selectable > 1);
    let mut rows: Vec<AnyView> = all.then(|| all_row(ctx, plural(selectable))).into_iter().collect();
    rows.extend(accounts.iter().map(|account| row(ctx, single, account)));
    (
        limit.map(|limit| {
            let merchant = ctx.merchant_name();
            layout::line(
                "ls-fine",
                td_plural!(ctx.locale, limit, accounts.[limit_single, limit_several], merchant = merchant),
            )
        }),
        html::div()
            .class("ls-list ls-accounts")
            .attr("role", if single { "radiogroup" } else { "group" })
            .attr("aria-labelledby", "ls-title")
            .child(rows),
    )
        .into_any()
}

fn all_row(ctx: Ctx, selectable: u32) -> AnyView {
    let every = Memo::new(move |_| read(ctx, AccountPicker::all_selected).unwrap_or_default());
    let count = Memo::new(move |_| read(ctx, |pane| pane.selected.len()).unwrap_or_default());
    let tick = html::input()
        .class("ls-tick")
        .attr("type", "checkbox")
        .prop("checked", flag(move || every.get()))
        .prop("indeterminate", flag(move || !every.get() && count.get() > 0))
        .on(ev::change, move |event| {
            ctx.send.event(Event::ToggleAllAccounts);
            settle(&event, every.get_untracked());
        });
    let words = layout::words(td_plural!(ctx.locale, selectable, accounts.[all_single, all_several]), ());
    let ticked =
        text(move || td_plural!(ctx.locale, plural(count.get()), accounts.[ticked_single, ticked_several]));
    html::label()
        .class("ls-row ls-row-all")
        .child((tick, words, layout::run("ls-row-hint", ticked)))
        .into_any()
}

fn row(ctx: Ctx, single: bool, account: &PartnerAccount) -> AnyView {
    let id = account.id.clone();
    let ticked = Memo::new({
        let id = id.clone();
        move |_| read(ctx, |pane| pane.selected.contains(&id)).unwrap_or_default()
    });
    let selectable = account.selectable();
    let full = Memo::new(move |_| read(ctx, AccountPicker::at_limit).unwrap_or_default());
    let blocked = move || !selectable || (full.get() && !ticked.get());
    let amount = account
        .balance_amount
        .zip(account.currency.clone())
        .map(|(amount, currency)| layout::run("ls-amount", format::money(amount, &currency, ctx.locale)));
    let tick = html::input()
        .class(if single { "ls-tick ls-tick-round" } else { "ls-tick" })
        .attr("type", if single { "radio" } else { "checkbox" })
        .attr("name", "ls-account")
        .prop("checked", flag(move || ticked.get()))
        .prop("disabled", flag(blocked))
        .on(ev::change, move |event| {
            ctx.send.event(Event::ToggleAccount(id.clone()));
            settle(&event, ticked.get_untracked());
        });
    html::label()
        .class(word(move || if blocked() { "ls-row ls-row-off" } else { "ls-row" }))
        .child((tick, layout::words(account.name.clone(), hint(ctx, account)), amount))
        .into_any()
}

/// The box shows what the state machine says, also when it said no to the click.
fn settle(event: &web_sys::Event, checked: bool) {
    let input = event
        .target()
        .and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlInputElement>(target).ok());
    if let Some(input) = input {
        input.set_checked(checked);
    }
}

fn hint(ctx: Ctx, account: &PartnerAccount) -> AnyView {
    let l = ctx.locale;
    let digits = account.last4.clone().map(|last4| {
        // The dots are for the eye; the words for the ear.
        (
            html::span().class("ls-digits").attr("aria-hidden", "true").child(format!("•••• {last4}")),
            layout::run("ls-spoken", td_string!(l, accounts.ending, last4 = last4)),
        )
    });
    let kind = kind(l, account.subcategory);
    let note = account
        .unavailable
        .map(|reason| match reason {
            UnavailableReason::KindNotRequested => {
                td_string!(l, accounts.kind_not_requested, merchant = ctx.merchant_name())
            }
            UnavailableReason::NoPayments => td_string!(l, accounts.no_payments).to_owned(),
            UnavailableReason::Closed => td_string!(l, accounts.closed).to_owned(),
            UnavailableReason::NeedsSignIn => td_string!(l, accounts.needs_sign_in).to_owned(),
            UnavailableReason::Unknown => td_string!(l, accounts.unavailable).to_owned(),
        })
        .or_else(|| account.linked_account.is_some().then(|| td_string!(l, accounts.already).to_owned()));
    let bank = account.institution_name.as_ref().map(|bank| format!("{bank} · "));
    (bank, kind, " ", digits, note.map(|note| format!(" · {note}"))).into_any()
}

/// The kind of an account, in words.
pub fn kind(locale: Locale, kind: Subcategory) -> &'static str {
    match kind {
        Subcategory::Checking => td_string!(locale, accounts.checking),
        Subcategory::Savings => td_string!(locale, accounts.savings),
        Subcategory::Mortgage => td_string!(locale, accounts.mortgage),
        Subcategory::LineOfCredit => td_string!(locale, accounts.line_of_credit),
        Subcategory::CreditCard => td_string!(locale, accounts.credit_card),
        Subcategory::Other => td_string!(locale, accounts.other),
    }
}
