//! The details sheet: what a group of data is, field by field.

use leptos::{html, prelude::*};
use linkspan_machine::{Details, Event};
use linkspan_wire::permission::Permission;

use crate::{
    app::Ctx,
    components::{button, layout, sheet},
    format,
    words::td_string,
};

/// The content of the details sheet.
pub fn view(ctx: Ctx, which: Details) -> AnyView {
    let (title, text, points) = words(ctx, which);
    let merchant = ctx.merchant();
    let privacy =
        merchant.as_ref().and_then(|merchant| merchant.privacy_url.clone()).filter(|url| is_web(url));
    let support = merchant.and_then(|merchant| merchant.support_email);
    let about = which == Details::About;
    let points: Vec<AnyView> = points.into_iter().map(layout::item).collect();
    (
        sheet::title(title.to_owned()),
        layout::line("ls-text", text),
        html::ul().class("ls-points").child(points),
        (about && (privacy.is_some() || support.is_some())).then(|| {
            layout::line(
                "ls-fine",
                (
                    privacy.map(|address| privacy_link(ctx, address)),
                    " ",
                    support.map(|email| td_string!(ctx.locale, details.questions, email = email)),
                ),
            )
        }),
        layout::block(
            "ls-actions",
            button::primary(
                move || td_string!(ctx.locale, details.ok).to_owned(),
                || false,
                || false,
                move || ctx.send.event(Event::CloseSheet),
            ),
        ),
    )
        .into_any()
}

fn privacy_link(ctx: Ctx, address: String) -> AnyView {
    html::a()
        .class("ls-link")
        .attr("href", address)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .child(td_string!(ctx.locale, details.privacy, merchant = ctx.merchant_name()))
        .into_any()
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
            td_string!(l, details.about_text, merchant = merchant.clone(), provider = ctx.provider_name()),
            vec![
                td_string!(l, details.about_1).to_owned(),
                td_string!(l, details.about_2).to_owned(),
                td_string!(
                    l,
                    details.about_4,
                    date = format::date(ctx.manifest(|manifest| manifest.consent.access_ends_at), l),
                    merchant = merchant.clone()
                ),
                td_string!(l, details.about_3, merchant = merchant),
            ],
        ),
    }
}
