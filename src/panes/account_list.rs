//! The rows of the choice of the accounts.
//!
//! All of them get into the document, also of two hundred: for the keyboard, screen readers and the
//! browser's own search. That costs less than what a window onto the list would take away
//! (docs/speed.md has the figures). What a screen holds comes first, the others once that is painted. From
//! a dozen on there is a box to find one, and a way past the list.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use linkspan_machine::{AccountPicker, Event};
use linkspan_wire::{
    account::Subcategory,
    link::{HolderCategory, PartnerAccount, UnavailableReason},
};

use super::{
    account_filter::Filter,
    account_picker::{plural, read},
};
use crate::{
    app::Ctx,
    components::{
        dynamic::{attr, flag, maybe, text, word},
        layout,
    },
    effects::focus,
    format::{self, td_plural},
    words::{Locale, isolated, td_string},
};

/// Most rows that need no box to find one.
const FEW: usize = 12;
/// Rows that are drawn at once, more than a screen holds; the others follow as many at a time, each
/// when what came before is painted.
const AT_ONCE: usize = 40;

/// The rows, and what stands above them.
pub fn view(ctx: Ctx, single: bool) -> AnyView {
    let accounts = read(ctx, |pane| pane.accounts.clone()).flatten().unwrap_or_default();
    let selectable = read(ctx, |pane| pane.selectable().count()).unwrap_or_default();
    let all = read(ctx, AccountPicker::all_can_be_selected).unwrap_or_default() && selectable > 1;
    let limit = read(ctx, |pane| pane.limit).flatten().filter(|_| !single && !all && selectable > 1);
    let limit = limit.map(|limit| {
        let merchant = ctx.merchant_name();
        layout::line(
            "ls-fine",
            td_plural!(ctx.locale, limit, accounts.[limit_single, limit_several], merchant = merchant),
        )
    });
    let filter = (accounts.len() > FEW).then(|| Filter::of(ctx.locale, &accounts));
    let full = Memo::new(move |_| read(ctx, AccountPicker::at_limit).unwrap_or_default());
    let rows = rows(Rows { ctx, single, filter, full, accounts: accounts.into() }, 0);
    let rows = if single {
        layout::block("ls-rows", rows)
    } else {
        html::ul().class("ls-rows").attr("role", "list").child(rows).into_any()
    };
    let group = html::div()
        .class("ls-list ls-accounts")
        .attr("role", if single { "radiogroup" } else { "group" })
        .attr("aria-labelledby", "ls-title")
        .child((all.then(|| all_row(ctx, plural(selectable), filter)), rows));
    (limit, filter.map(|filter| filter.view(ctx)), group).into_any()
}

/// What the rows have in common.
#[derive(Clone)]
struct Rows {
    ctx: Ctx,
    single: bool,
    filter: Option<Filter>,
    full: Memo<bool>,
    accounts: Arc<[PartnerAccount]>,
}

/// The rows from this place on.
fn rows(list: Rows, from: usize) -> Vec<AnyView> {
    let Rows { ctx, single, filter, full, .. } = list;
    let mut drawn: Vec<AnyView> = list
        .accounts
        .iter()
        .enumerate()
        .skip(from)
        .take(AT_ONCE)
        .map(|(place, account)| {
            let hidden = move || filter.filter(|filter| filter.hides(place)).map(|_| String::new());
            let row = row(ctx, single, account, full);
            // A browser counts radio buttons by itself, but not boxes: those are items of a list.
            if single {
                html::div().attr("hidden", attr(hidden)).child(row).into_any()
            } else {
                html::li().attr("hidden", attr(hidden)).child(row).into_any()
            }
        })
        .collect();
    let next = from + AT_ONCE;
    if list.accounts.len() > next {
        let painted = RwSignal::new(false);
        focus::when_painted(Box::new(move || {
            // The pane may be gone by then.
            painted.try_set(true);
        }));
        let more = maybe(move || painted.get().then(|| untrack(|| rows(list.clone(), next))));
        drawn.push(more.into_any());
    }
    drawn
}

/// Every account at once. Not while only some are shown: it would tick what is not seen.
fn all_row(ctx: Ctx, selectable: u32, filter: Option<Filter>) -> AnyView {
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
        .attr("hidden", attr(move || filter.filter(|filter| filter.is_on()).map(|_| String::new())))
        .child((tick, words, layout::run("ls-row-hint", ticked)))
        .into_any()
}

fn row(ctx: Ctx, single: bool, account: &PartnerAccount, full: Memo<bool>) -> AnyView {
    let id = account.id.clone();
    let ticked = Memo::new({
        let id = id.clone();
        move |_| read(ctx, |pane| pane.selected.contains(&id)).unwrap_or_default()
    });
    let selectable = account.selectable();
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
        .or_else(|| account.linked_account.is_some().then(|| td_string!(l, accounts.already).to_owned()))
        .or_else(|| {
            let needed = read(ctx, |pane| pane.needs_payments) == Some(true);
            (needed && !account.takes_payments()).then(|| td_string!(l, accounts.no_payments).to_owned())
        });
    let bank = account.institution_name.as_ref().map(|bank| format!("{} · ", isolated(bank)));
    let holder = holder(l, account).map(|holder| format!("{holder} · "));
    let kind = kind(l, account.subcategory);
    (bank, holder, kind, " ", digits, note.map(|note| format!(" · {note}"))).into_any()
}

/// Whose it is, where that is not the person alone, in words.
pub(super) fn holder(locale: Locale, account: &PartnerAccount) -> Option<&'static str> {
    match account.holder_category? {
        HolderCategory::Joint => Some(td_string!(locale, accounts.joint)),
        HolderCategory::Business => Some(td_string!(locale, accounts.business)),
        HolderCategory::Unknown => None,
    }
}

/// The kind of an account, in words.
pub(super) fn kind(locale: Locale, kind: Subcategory) -> &'static str {
    match kind {
        Subcategory::Checking => td_string!(locale, accounts.checking),
        Subcategory::Savings => td_string!(locale, accounts.savings),
        Subcategory::Mortgage => td_string!(locale, accounts.mortgage),
        Subcategory::LineOfCredit => td_string!(locale, accounts.line_of_credit),
        Subcategory::CreditCard => td_string!(locale, accounts.credit_card),
        Subcategory::Other => td_string!(locale, accounts.other),
    }
}
