//! Consent: who asks, for what, how long, and how to stop it.

use leptos::{html, prelude::*};
use linkspan_machine::{Details, Event, Screen};
use linkspan_wire::permission::Permission;

use crate::{
    app::Ctx,
    components::{bank_mark, button, icon::Icon, layout, notice},
    format,
    panes::success::data,
    words::{Locale, td_string},
};

/// What is asked for, and the agreement.
pub fn view(ctx: Ctx) -> AnyView {
    let merchant = ctx.merchant();
    let purpose = merchant.as_ref().and_then(|merchant| merchant.purpose.clone());
    let name = ctx.merchant_name();
    let permissions = ctx.manifest(|manifest| manifest.permissions.clone());
    let days = ctx.manifest(|manifest| manifest.consent.access_days);
    // A year of days is twelve months.
    let months = format::number((days + 15) / 30, ctx.locale);
    let mut promises = vec![
        promise(Icon::Lock, td_string!(ctx.locale, consent.sign_in, merchant = name.clone())),
        promise(Icon::Clock, td_string!(ctx.locale, consent.duration, months = months)),
        promise(Icon::Undo, td_string!(ctx.locale, consent.withdraw).to_owned()),
        promise(Icon::Person, td_string!(ctx.locale, consent.joint).to_owned()),
    ];
    if let Some(words) = reading(ctx, &permissions) {
        promises.insert(2, promise(Icon::Bars, words));
    }
    let busy = move || {
        matches!(
            ctx.screen(|screen| match screen {
                Screen::Consent(pane) => Some(pane.busy()),
                _ => None,
            }),
            Some(true)
        )
    };
    let trouble = move || {
        ctx.screen(|screen| match screen {
            Screen::Consent(pane) => pane.trouble,
            _ => None,
        })
    };
    let mut rows = vec![row(ctx, Details::Account)];
    let (bank, relink) = ctx.manifest(|manifest| {
        (manifest.initial_institution.as_ref().map(|bank| bank.name.clone()), manifest.relink)
    });
    let agree = bank.clone().map_or_else(
        || td_string!(ctx.locale, consent.agree).to_owned(),
        |bank| td_string!(ctx.locale, consent.agree_bank, bank = bank),
    );
    rows.extend(permissions.into_iter().map(|permission| row(ctx, Details::Permission(permission))));
    let (title, asks) = (name.clone(), name.clone());
    layout::pane(
        "consent",
        (
            html::div().class("ls-span").attr("aria-hidden", "true").child((
                merchant.map(|merchant| bank_mark::merchant(ctx, &merchant)),
                bridge(),
                bank_mark::own(),
            )),
            layout::title(move || match bank.clone().filter(|_| relink) {
                Some(bank) => td_string!(ctx.locale, consent.relink, merchant = title.clone(), bank = bank),
                None => td_string!(ctx.locale, consent.title, merchant = title.clone()),
            }),
            layout::lead(move || {
                purpose
                    .clone()
                    .unwrap_or_else(|| td_string!(ctx.locale, consent.purpose, merchant = asks.clone()))
            }),
            layout::list("ls-list", td_string!(ctx.locale, consent.rows, merchant = name.clone()), rows),
            html::ul().class("ls-promises").child(promises),
            layout::line(
                "ls-fine",
                (
                    td_string!(ctx.locale, consent.about, provider = ctx.provider_name()),
                    " ",
                    button::link(td_string!(ctx.locale, consent.about_link).to_owned(), move || {
                        ctx.send.event(Event::OpenDetails(Details::About));
                    }),
                ),
            ),
        ),
        (
            // Above the actions, which stay in view: the end of the body may be scrolled out of sight.
            notice::trouble(ctx, trouble),
            layout::block(
                "ls-actions",
                (
                    button::primary(
                        move || agree.clone(),
                        busy,
                        || false,
                        move || ctx.send.event(Event::Agree),
                    ),
                    button::quiet(td_string!(ctx.locale, consent.leave).to_owned(), move || {
                        ctx.send.event(Event::Close);
                    }),
                ),
            ),
        ),
    )
}

/// When what is asked for is read. Numbers for payments are not read but asked for one by one.
fn reading(ctx: Ctx, permissions: &[Permission]) -> Option<String> {
    let l = ctx.locale;
    let all = data(l, permissions, false);
    if all.is_empty() {
        return None;
    }
    let all = format::list(&all, l.tag());
    let all = td_string!(l, consent.on_request, merchant = ctx.merchant_name(), data = all);
    let at_once = data(l, &ctx.manifest(|manifest| manifest.prefetched.clone()), false);
    if at_once.is_empty() {
        return Some(all);
    }
    let at_once = td_string!(l, consent.at_once, data = format::list(&at_once, l.tag()));
    Some(format!("{at_once} {all}"))
}

fn row(ctx: Ctx, which: Details) -> AnyView {
    let (icon, label, hint) = words(ctx.locale, which);
    let content = (
        layout::run("ls-row-icon", icon.view()),
        layout::words((label, novelty(ctx, which)), hint),
        Icon::ChevronRight.view(),
    )
        .into_any();
    layout::item(button::row("ls-row", content, move || ctx.send.event(Event::OpenDetails(which))))
}

/// Whether this is shared already or new, where something is shared already.
fn novelty(ctx: Ctx, which: Details) -> Option<AnyView> {
    let shared = ctx.manifest(|manifest| manifest.shared_permissions.clone());
    // Which account it is goes with everything.
    let is_shared = !matches!(which, Details::Permission(one) if !shared.contains(&one));
    let (class, words) = if shared.is_empty() {
        return None;
    } else if is_shared {
        ("ls-pill", td_string!(ctx.locale, consent.shared))
    } else {
        ("ls-pill ls-pill-good", td_string!(ctx.locale, consent.new))
    };
    Some(layout::run(class, words))
}

fn words(locale: Locale, which: Details) -> (Icon, &'static str, &'static str) {
    match which {
        Details::Account | Details::About => {
            (Icon::Wallet, td_string!(locale, consent.account), td_string!(locale, consent.account_hint))
        }
        Details::Permission(Permission::Balances) => {
            (Icon::Bars, td_string!(locale, consent.balances), td_string!(locale, consent.balances_hint))
        }
        Details::Permission(Permission::Ownership) => {
            (Icon::Person, td_string!(locale, consent.ownership), td_string!(locale, consent.ownership_hint))
        }
        Details::Permission(Permission::PaymentMethod) => (
            Icon::Hash,
            td_string!(locale, consent.payment_method),
            td_string!(locale, consent.payment_method_hint),
        ),
        Details::Permission(Permission::Transactions) => (
            Icon::Rows,
            td_string!(locale, consent.transactions),
            td_string!(locale, consent.transactions_hint),
        ),
        Details::Permission(Permission::Unknown) => {
            (Icon::Dots, td_string!(locale, consent.unknown), td_string!(locale, consent.unknown_hint))
        }
    }
}

fn promise(icon: Icon, text: String) -> AnyView {
    layout::item((icon.view(), layout::run("", text)))
}

/// The small bridge that joins the merchant and the flow.
fn bridge() -> AnyView {
    bank_mark::drawing(
        "ls-bridge",
        "0 0 56 24",
        "M0 19h56M0 19C12 2 44 2 56 19M12 19v-8M20 19V8M28 19V6.500M36 19V8M44 19v-8",
    )
}
