//! The choice of the accounts: only what is ticked is shared.

use leptos::prelude::*;
use linkspan_machine::{AccountPicker, Event, Screen};
use linkspan_wire::link::institution::SAVED;

use super::account_list;
use crate::{
    app::Ctx,
    components::{
        button,
        dynamic::{self, maybe},
        layout, notice, skeleton,
    },
    format::td_plural,
    words::td_string,
};

/// The choice of the accounts.
pub fn view(ctx: Ctx) -> AnyView {
    let bank = read(ctx, |pane| pane.auth.institution.name.clone()).unwrap_or_default();
    // Where saved accounts are, nobody signed in at a bank.
    let saved = read(ctx, |pane| pane.auth.institution.id == SAVED).unwrap_or_default();
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
            (true, false, _) if saved => td_string!(ctx.locale, accounts.loading_saved).to_owned(),
            (true, false, _) => td_string!(ctx.locale, accounts.loading, bank = bank.clone()),
            (false, false, true) => {
                td_string!(ctx.locale, accounts.text_single, merchant = ctx.merchant_name())
            }
            (false, false, false) => td_string!(ctx.locale, accounts.text, merchant = ctx.merchant_name()),
        }
    };
    let others = Memo::new(move |_| read(ctx, |pane| pane.others).unwrap_or_default());
    let others =
        move || others.get().then(|| layout::warning(td_string!(ctx.locale, accounts.others).to_owned()));
    let (here, another) = if saved {
        (td_string!(ctx.locale, accounts.saved).to_owned(), td_string!(ctx.locale, credentials.at_bank))
    } else {
        (td_string!(ctx.locale, accounts.signed_in, bank = bank), td_string!(ctx.locale, accounts.another))
    };
    let lacks_payments = Memo::new(move |_| read(ctx, AccountPicker::lacks_payments).unwrap_or_default());
    let label = move || match count.get() {
        _ if lacks_payments.get() => td_string!(ctx.locale, accounts.share_pays).to_owned(),
        0 => td_string!(ctx.locale, accounts.share_none).to_owned(),
        count => td_plural!(ctx.locale, plural(count), accounts.[share_single, share_several]),
    };
    let body = move || {
        if loading.get() {
            trouble().is_none().then(|| skeleton::rows(3)).into_any()
        } else {
            // Drawn once: a row that is drawn again at every tick would lose the focus.
            untrack(|| account_list::view(ctx, single))
        }
    };
    let nothing = move || count.get() == 0 || lacks_payments.get();
    let share = move || button::primary(label, busy, nothing, move || ctx.send.event(Event::Share));
    layout::pane(
        "account_picker",
        (
            layout::title(heading),
            layout::live(layout::lead(lead)),
            layout::live(maybe(others)),
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
                        here,
                        " ",
                        button::link(another.to_owned(), move || {
                            ctx.send.event(Event::AnotherBank);
                        }),
                    ),
                ),
            ),
        ),
    )
}

pub(super) fn read<T>(ctx: Ctx, read: impl FnOnce(&AccountPicker) -> T) -> Option<T> {
    ctx.screen(|screen| match screen {
        Screen::AccountPicker(pane) => Some(read(pane)),
        _ => None,
    })
}

pub(super) fn plural(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
