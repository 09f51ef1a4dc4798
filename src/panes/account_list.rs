//! The rows of the choice of the accounts.
//!
//! Of many, those near what can be seen are in the document, a part of the list at a time; the others leave
//! their room. A part comes before it is reached, so that Tab and a screen reader read on, and one that
//! has the focus stays; each row says which of how many it is. From a dozen on there is a box to find one
//! among all, and a way past the list.

use std::{ops::Range, sync::Arc};

use leptos::{ev, html, prelude::*};
use linkspan_machine::{AccountPicker, Event, Flow};
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
    effects::near,
    format::{self, td_plural},
    words::{Locale, isolated, td_string},
};

/// Most rows that need no box to find one.
const FEW: usize = 12;
/// Rows that come and go together, more than a screen holds.
const PART: usize = 20;

/// The rows, and what stands above them.
pub fn view(ctx: Ctx, single: bool) -> AnyView {
    let accounts = read(ctx, |pane| pane.accounts.clone()).flatten().unwrap_or_default();
    let selectable = read(ctx, |pane| pane.selectable().count()).unwrap_or_default();
    let all = read(ctx, AccountPicker::all_can_be_selected).unwrap_or_default() && selectable > 1;
    // How many there may be, or what is left of that.
    let more = ctx.flow.with(Flow::has_linked);
    let limited = !all && selectable > 1 && (more || !single);
    let limit = read(ctx, |pane| pane.limit).flatten().filter(|_| limited).map(|limit| {
        let words = if more {
            td_plural!(ctx.locale, limit, accounts.[more_single, more_several])
        } else {
            let merchant = ctx.merchant_name();
            td_plural!(ctx.locale, limit, accounts.[limit_single, limit_several], merchant = merchant)
        };
        layout::line("ls-fine", words)
    });
    let filter = (accounts.len() > FEW).then(|| Filter::of(ctx.locale, &accounts));
    let full = Memo::new(move |_| read(ctx, AccountPicker::at_limit).unwrap_or_default());
    let rows = parts(&Rows { ctx, single, filter, full, accounts: accounts.into() });
    let list = html::div().class("ls-rows").attr("role", (!single).then_some("list")).child(rows);
    let group = html::div()
        .class("ls-list ls-accounts")
        .attr("role", if single { "radiogroup" } else { "group" })
        .attr("aria-labelledby", "ls-title")
        .child((all.then(|| all_row(ctx, plural(selectable), filter)), list));
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

/// All rows, in parts.
fn parts(list: &Rows) -> Vec<AnyView> {
    let count = list.accounts.len();
    let parts = count.div_ceil(PART);
    let near = RwSignal::new((0..parts).map(|part| part == 0).collect::<Vec<bool>>());
    if parts > 1 {
        near::watch(
            parts,
            Box::new(move |part, is_near| {
                // The pane may be gone by then.
                near.try_update(|near| near.get_mut(part).map(|near| *near = is_near));
            }),
        );
    }
    let places = |part| part * PART..count.min(part * PART + PART);
    (0..parts).map(|part| one_part(list.clone(), places(part), near, part)).collect()
}

/// The rows in these places, as long as they are near, or looked for.
fn one_part(list: Rows, places: Range<usize>, near: RwSignal<Vec<bool>>, part: usize) -> AnyView {
    let wanted = list.filter;
    let looked_for = move || wanted.filter(|filter| filter.is_on());
    let empty = {
        let places = places.clone();
        move || looked_for().is_some_and(|filter| places.clone().all(|place| filter.hides(place)))
    };
    let empty = Memo::new(move |_| empty());
    let drawn = Memo::new(move |_| match looked_for() {
        Some(_) => !empty.get(),
        None => near.with(|near| near.get(part) == Some(&true)),
    });
    let rows = move || -> Vec<AnyView> { places.clone().filter_map(|place| item(&list, place)).collect() };
    html::div()
        .id(near::id(part))
        .attr("hidden", attr(move || empty.get().then(String::new)))
        .child(maybe(move || drawn.get().then(|| untrack(&rows))))
        .into_any()
}

/// The row in this place, and which of how many it is.
fn item(list: &Rows, place: usize) -> Option<AnyView> {
    let Rows { ctx, single, filter, full, .. } = *list;
    let hidden = move || filter.filter(|filter| filter.hides(place)).map(|_| String::new());
    let of = || Some((list.accounts.len().to_string(), (place + 1).to_string()));
    // Radio buttons are counted as such, boxes as items of a list.
    let row = row(ctx, single, list.accounts.get(place)?, full, of().filter(|_| single));
    let (count, number) = of().filter(|_| !single).unzip();
    let item = html::div()
        .class("ls-item")
        .attr("role", (!single).then_some("listitem"))
        .attr("aria-setsize", count)
        .attr("aria-posinset", number)
        .attr("hidden", attr(hidden))
        .child(row);
    Some(item.into_any())
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

fn row(
    ctx: Ctx,
    single: bool,
    account: &PartnerAccount,
    full: Memo<bool>,
    of: Option<(String, String)>,
) -> AnyView {
    let (count, number) = of.unzip();
    let id = account.id.clone();
    let ticked = Memo::new({
        let id = id.clone();
        move |_| read(ctx, |pane| pane.selected.contains(&id)).unwrap_or_default()
    });
    let selectable = account.selectable();
    let has_place = read(ctx, |pane| pane.has_place(account)).unwrap_or_default();
    let blocked = move || !selectable || (full.get() && !ticked.get() && !has_place);
    let amount = account
        .balance_amount
        .zip(account.currency.clone())
        .map(|(amount, currency)| layout::run("ls-amount", format::money(amount, &currency, ctx.locale)));
    let tick = html::input()
        .class(if single { "ls-tick ls-tick-round" } else { "ls-tick" })
        .attr("type", if single { "radio" } else { "checkbox" })
        .attr("name", "ls-account")
        .attr("aria-setsize", count)
        .attr("aria-posinset", number)
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
