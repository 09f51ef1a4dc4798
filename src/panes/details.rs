//! The details sheet: what a group of data is, field by field.

use leptos::{html, prelude::*};
use leptos_i18n::td_string;
use linkspan_machine::{Details, Event};
use linkspan_wire::permission::Permission;

use crate::{app::Ctx, components::button};

/// The content of the details sheet.
pub fn view(ctx: Ctx, which: Details) -> impl IntoView {
    let (title, text, points) = words(ctx, which);
    let merchant = ctx.merchant();
    let privacy =
        merchant.as_ref().and_then(|merchant| merchant.privacy_url.clone()).filter(|url| is_web(url));
    let support = merchant.and_then(|merchant| merchant.support_email);
    let about = which == Details::About;
    (
        html::h2().id("ls-sheet-title").class("ls-sheet-title").child(title),
        html::p().class("ls-text").child(text),
        html::ul()
            .class("ls-points")
            .child(points.into_iter().map(|point| html::li().child(point)).collect_view()),
        (about && (privacy.is_some() || support.is_some())).then(move || {
            html::p().class("ls-fine").child((
                privacy.map(|address| {
                    html::a()
                        .class("ls-link")
                        .attr("href", address)
                        .attr("target", "_blank")
                        .attr("rel", "noopener noreferrer")
                        .child(td_string!(ctx.locale, details.privacy, merchant = ctx.merchant_name()))
                }),
                " ",
                support.map(|email| td_string!(ctx.locale, details.questions, email = email)),
            ))
        }),
        html::div().class("ls-actions").child(button::primary(
            move || td_string!(ctx.locale, details.ok).to_owned(),
            || false,
            || false,
            move || ctx.send.event(Event::CloseSheet),
        )),
    )
}

/// The server checks it too; an address that is a script must not become a link.
fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

fn words(ctx: Ctx, which: Details) -> (&'static str, String, Vec<String>) {
    let l = ctx.locale;
    let merchant = ctx.merchant_name();
    let own = |points: [&str; 3]| points.map(str::to_owned).to_vec();
    match which {
        Details::Account => (
            td_string!(l, details.account_title),
            td_string!(l, details.account_text, merchant = merchant),
            own([
                td_string!(l, details.account_1),
                td_string!(l, details.account_2),
                td_string!(l, details.account_3),
            ]),
        ),
        Details::Permission(Permission::Balances) => (
            td_string!(l, details.balances_title),
            td_string!(l, details.balances_text, merchant = merchant),
            own([
                td_string!(l, details.balances_1),
                td_string!(l, details.balances_2),
                td_string!(l, details.balances_3),
            ]),
        ),
        Details::Permission(Permission::Ownership) => (
            td_string!(l, details.ownership_title),
            td_string!(l, details.ownership_text, merchant = merchant),
            own([
                td_string!(l, details.ownership_1),
                td_string!(l, details.ownership_2),
                td_string!(l, details.ownership_3),
            ]),
        ),
        Details::Permission(Permission::PaymentMethod) => (
            td_string!(l, details.payment_method_title),
            td_string!(l, details.payment_method_text, merchant = merchant),
            own([
                td_string!(l, details.payment_method_1),
                td_string!(l, details.payment_method_2),
                td_string!(l, details.payment_method_3),
            ]),
        ),
        Details::Permission(Permission::Transactions) => (
            td_string!(l, details.transactions_title),
            td_string!(l, details.transactions_text, merchant = merchant),
            own([
                td_string!(l, details.transactions_1),
                td_string!(l, details.transactions_2),
                td_string!(l, details.transactions_3),
            ]),
        ),
        Details::Permission(Permission::Unknown) => {
            (td_string!(l, details.unknown_title), td_string!(l, details.unknown_text).to_owned(), Vec::new())
        }
        Details::About => (
            td_string!(l, details.about_title),
            td_string!(l, details.about_text, merchant = merchant.clone()),
            vec![
                td_string!(l, details.about_1).to_owned(),
                td_string!(l, details.about_2).to_owned(),
                td_string!(l, details.about_3, merchant = merchant),
            ],
        ),
    }
}
