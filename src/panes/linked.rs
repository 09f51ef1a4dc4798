//! The rows of what was linked.

use leptos::{html, prelude::*};
use linkspan_wire::{LinkedAccount, account::AccountStatus};

use crate::{
    app::Ctx,
    components::{icon::Icon, layout},
    format,
    words::td_string,
};

/// Whether the bank lets it be read.
pub fn is_read(account: &LinkedAccount) -> bool {
    account.status == AccountStatus::Active
}

/// Most rows that leave in sight what is offered below them.
const FEW: usize = 3;

/// A row for each of few; of many the first, those that cannot be read before all, and how many more there are.
pub fn rows(ctx: Ctx, linked: &[LinkedAccount], waits: bool) -> Vec<AnyView> {
    // Of several it is not known here which one waits to be confirmed.
    let waits = waits && linked.len() == 1;
    let shown = if linked.len() > FEW { FEW - 1 } else { FEW };
    let mut rows = Vec::new();
    // Two passes: a sort is much to download.
    for read in [false, true] {
        for account in linked {
            if is_read(account) == read && rows.len() < shown {
                rows.push(row(ctx, account, waits));
            }
        }
    }
    if let Some(more) = linked.len().checked_sub(shown).filter(|more| *more > 0) {
        let count = format::number(u32::try_from(more).unwrap_or(u32::MAX), ctx.locale);
        let words = td_string!(ctx.locale, success.others, count = count);
        rows.push(layout::item(layout::run("ls-row", layout::run("ls-row-hint", words))));
    }
    rows
}

fn row(ctx: Ctx, account: &LinkedAccount, waits: bool) -> AnyView {
    let digits =
        account.last4.as_ref().map(|last4| (" · ", layout::run("ls-digits", format!("•••• {last4}"))));
    let (class, icon) = match (is_read(account), waits) {
        (false, _) => ("ls-row-icon ls-row-icon-warn", Icon::Warning),
        (true, true) => ("ls-row-icon ls-row-icon-warn", Icon::Clock),
        (true, false) => ("ls-row-icon ls-row-icon-good", Icon::Check),
    };
    let inactive = (!is_read(account)).then(|| {
        let closed = ctx.manifest(|manifest| manifest.closed_accounts.contains(&account.id));
        let words = if closed {
            td_string!(ctx.locale, accounts.closed)
        } else {
            td_string!(ctx.locale, success.inactive)
        };
        layout::run("ls-warn", (html::br(), words))
    });
    html::li()
        .class("ls-row")
        .child((
            layout::run(class, icon.view()),
            layout::words(account.display_name.clone(), (account.institution_name.clone(), digits, inactive)),
        ))
        .into_any()
}
