//! The choice of the accounts: only what is ticked is shared.

use leptos::{ev, html, prelude::*};
use leptos_i18n::td_string;
use linkspan_machine::{AccountPicker, Event, Screen};
use linkspan_wire::{
    account::Subcategory,
    link::{PartnerAccount, UnavailableReason},
};

use crate::{
    app::Ctx,
    components::{button, layout, notice, skeleton},
    format,
    language::Locale,
};

/// The choice of the accounts.
pub fn view(ctx: Ctx) -> impl IntoView {
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
        count => td_string!(ctx.locale, accounts.share, count = plural(count)),
    };
    layout::pane(
        "account_picker",
        (
            layout::title(heading),
            html::div().attr("role", "status").child(layout::lead(lead)),
            move || {
                if loading.get() {
                    trouble().is_none().then(|| skeleton::rows(3)).into_any()
                } else {
                    list(ctx, single).into_any()
                }
            },
            notice::trouble(ctx, trouble),
        ),
        html::div().class("ls-actions").child((
            move || {
                (!loading.get()).then(|| {
                    button::primary(
                        label,
                        busy,
                        move || count.get() == 0,
                        move || ctx.send.event(Event::Share),
                    )
                })
            },
            html::p().class("ls-fine ls-center").child((
                td_string!(ctx.locale, accounts.signed_in, bank = bank),
                " ",
                button::link(td_string!(ctx.locale, accounts.another).to_owned(), move || {
                    ctx.send.event(Event::AnotherBank);
                }),
            )),
        )),
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

fn list(ctx: Ctx, single: bool) -> impl IntoView {
    let accounts = read(ctx, |pane| pane.accounts.clone()).flatten().unwrap_or_default();
    let selectable = read(ctx, |pane| pane.selectable().count()).unwrap_or_default();
    let all = read(ctx, AccountPicker::all_can_be_selected).unwrap_or_default() && selectable > 1;
    let limit = read(ctx, |pane| pane.limit).flatten().filter(|_| !single && !all && selectable > 1);
    (
        limit.map(|limit| {
            html::p().class("ls-fine").child(td_string!(
                ctx.locale,
                accounts.limit,
                count = limit,
                merchant = ctx.merchant_name()
            ))
        }),
        html::div()
            .class("ls-list ls-accounts")
            .attr("role", if single { "radiogroup" } else { "group" })
            .attr("aria-labelledby", "ls-title")
            .child((
                all.then(|| all_row(ctx, plural(selectable))),
                accounts.into_iter().map(|account| row(ctx, single, account)).collect_view(),
            )),
    )
}

fn all_row(ctx: Ctx, selectable: u32) -> impl IntoView {
    let every = Memo::new(move |_| read(ctx, AccountPicker::all_selected).unwrap_or_default());
    let count = Memo::new(move |_| read(ctx, |pane| pane.selected.len()).unwrap_or_default());
    html::label().class("ls-row ls-row-all").child((
        html::input()
            .class("ls-tick")
            .attr("type", "checkbox")
            .prop("checked", move || every.get())
            .prop("indeterminate", move || !every.get() && count.get() > 0)
            .on(ev::change, move |event| {
                ctx.send.event(Event::ToggleAllAccounts);
                settle(&event, every.get_untracked());
            }),
        html::span().class("ls-row-words").child(html::span().class("ls-row-name").child(td_string!(
            ctx.locale,
            accounts.all,
            count = selectable
        ))),
        html::span().class("ls-row-hint").child(move || {
            let count = plural(count.get());
            td_string!(ctx.locale, accounts.ticked, count = count)
        }),
    ))
}

fn row(ctx: Ctx, single: bool, account: PartnerAccount) -> impl IntoView {
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
        .map(|(amount, currency)| format::money(amount, &currency, ctx.locale));
    html::label().class(move || if blocked() { "ls-row ls-row-off" } else { "ls-row" }).child((
        html::input()
            .class(if single { "ls-tick ls-tick-round" } else { "ls-tick" })
            .attr("type", if single { "radio" } else { "checkbox" })
            .attr("name", "ls-account")
            .prop("checked", move || ticked.get())
            .prop("disabled", blocked)
            .on(ev::change, move |event| {
                ctx.send.event(Event::ToggleAccount(id.clone()));
                settle(&event, ticked.get_untracked());
            }),
        html::span().class("ls-row-words").child((
            html::span().class("ls-row-name").attr("dir", "auto").child(account.name.clone()),
            html::span().class("ls-row-hint").child(hint(ctx, &account)),
        )),
        amount.map(|amount| html::span().class("ls-amount").child(amount)),
    ))
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

fn hint(ctx: Ctx, account: &PartnerAccount) -> impl IntoView + use<> {
    let l = ctx.locale;
    let digits = account.last4.clone().map(|last4| {
        // The dots are for the eye; the words for the ear.
        (
            html::span().class("ls-digits").attr("aria-hidden", "true").child(format!("•••• {last4}")),
            html::span().class("ls-spoken").child(td_string!(l, accounts.ending, last4 = last4)),
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
            UnavailableReason::Unknown => td_string!(l, accounts.unavailable).to_owned(),
        })
        .or_else(|| account.linked_account.is_some().then(|| td_string!(l, accounts.already).to_owned()));
    (kind, " ", digits, note.map(|note| format!(" · {note}")))
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
