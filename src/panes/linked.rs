//! The rows of what was linked.

use leptos::{html, prelude::*};
use linkspan_wire::{LinkedAccount, account::AccountStatus};

use crate::{
    app::Ctx,
    components::{icon::Icon, layout},
    words::td_string,
};

/// Whether the bank lets it be read.
pub fn is_read(account: &LinkedAccount) -> bool {
    account.status == AccountStatus::Active
}

/// A row for each.
pub fn rows(ctx: Ctx, linked: &[LinkedAccount]) -> Vec<AnyView> {
    linked.iter().map(|account| row(ctx, account)).collect()
}

fn row(ctx: Ctx, account: &LinkedAccount) -> AnyView {
    let digits =
        account.last4.as_ref().map(|last4| (" · ", layout::run("ls-digits", format!("•••• {last4}"))));
    let (class, icon) = if is_read(account) {
        ("ls-row-icon ls-row-icon-good", Icon::Check)
    } else {
        ("ls-row-icon ls-row-icon-warn", Icon::Warning)
    };
    let inactive = (!is_read(account))
        .then(|| layout::run("ls-warn", (html::br(), td_string!(ctx.locale, success.inactive))));
    html::li()
        .class("ls-row")
        .child((
            layout::run(class, icon.view()),
            layout::words(account.display_name.clone(), (account.institution_name.clone(), digits, inactive)),
        ))
        .into_any()
}
