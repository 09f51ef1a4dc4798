//! What was linked, and with whom it is shared.

use leptos::{html, prelude::*};
use linkspan_machine::{Event, Screen, Trouble};
use linkspan_wire::permission::Permission;

use crate::{
    app::Ctx,
    components::{button, dynamic::maybe, icon::Icon, layout, notice},
    format::{self, td_plural},
    panes::linked::{self, is_read},
    words::{Locale, td_string},
};

/// What was linked.
pub fn view(ctx: Ctx) -> AnyView {
    let linked = ctx.manifest(|manifest| manifest.linked_accounts.clone());
    let count = u32::try_from(linked.len()).unwrap_or(u32::MAX);
    let until = format::date(ctx.manifest(|manifest| manifest.consent.access_ends_at), ctx.locale);
    // Of what can be read: an account that was typed in has no balance to see.
    let permissions: Vec<Permission> = ctx.manifest(|manifest| {
        let is_read = |one: &Permission| {
            manifest.linked_accounts.iter().any(|row| is_read(row) && row.permissions.contains(one))
        };
        manifest.permissions.iter().copied().filter(is_read).collect()
    });
    let unread = !linked.iter().any(is_read);
    let busy = move || ctx.flow.with(|flow| flow.closing().is_some_and(linkspan_machine::Closing::busy));
    let trouble = move || -> Option<Trouble> {
        ctx.flow.with(|flow| match (flow.closing(), flow.screen()) {
            (Some(closing), _) => closing.trouble,
            (None, Screen::Success(pane)) => pane.trouble,
            _ => None,
        })
    };
    let closing =
        move || ctx.flow.with(|flow| flow.closing().is_some_and(|closing| closing.trouble.is_some()));
    let may_link_more = Memo::new(move |_| ctx.flow.with(linkspan_machine::Flow::may_link_more));
    let second = move || {
        if closing() {
            let label = td_string!(ctx.locale, success.finish_anyway).to_owned();
            return Some(button::quiet(label, move || ctx.send.event(Event::Close)));
        }
        may_link_more.get().then(|| {
            let label = td_string!(ctx.locale, success.more).to_owned();
            button::quiet(label, move || ctx.send.event(Event::AnotherBank))
        })
    };
    let deposits = ctx.manifest(|manifest| manifest.awaits_microdeposits);
    let (badge, icon) = match (deposits, unread) {
        (true, _) => ("ls-badge ls-badge-warn", Icon::Clock),
        (false, true) => ("ls-badge ls-badge-warn", Icon::Warning),
        (false, false) => ("ls-badge ls-badge-good", Icon::Check),
    };
    let unsaved = ctx
        .flow
        .with(linkspan_machine::Flow::saving_ended)
        .then(|| layout::warning(td_string!(ctx.locale, success.unsaved).to_owned()));
    let save = ctx.flow.with(linkspan_machine::Flow::may_save).then(|| {
        let l = ctx.locale;
        let label = td_string!(l, success.save).to_owned();
        let link = button::link(label, move || ctx.send.event(Event::SaveAccounts));
        let text = (td_string!(l, success.faster_text), " ", link);
        layout::block("ls-note", layout::words(td_string!(l, success.faster), text))
    });
    let (saved, sharing) =
        ctx.manifest(|manifest| (manifest.saved_url.clone(), manifest.sharing_url.clone()));
    let saved = saved.map(|address| {
        let link = page_link("ls-link", address, td_string!(ctx.locale, success.saved));
        let text = (td_string!(ctx.locale, success.is_saved), " ", link);
        layout::block("ls-note ls-note-good", (Icon::Check.view(), layout::run("", text)))
    });
    let confirm = sharing
        .clone()
        .filter(|_| deposits)
        .map(|address| page_link("ls-button-quiet", address, td_string!(ctx.locale, success.confirm)));
    let sharing = sharing.map(|address| {
        let label = td_string!(ctx.locale, success.sharing);
        layout::line("ls-fine", page_link("ls-link", address, label))
    });
    layout::pane(
        "success",
        (
            html::div().class(badge).attr("aria-hidden", "true").child(icon.view()),
            layout::block(
                "ls-centered",
                (
                    layout::title(move || {
                        if deposits {
                            return td_string!(ctx.locale, success.one_step).to_owned();
                        }
                        td_plural!(ctx.locale, count, success.[title_single, title_several])
                    }),
                    layout::lead(move || {
                        if deposits {
                            return td_string!(ctx.locale, success.deposits, merchant = ctx.merchant_name());
                        }
                        if unread {
                            return td_string!(ctx.locale, success.unread).to_owned();
                        }
                        td_string!(
                            ctx.locale,
                            success.text,
                            merchant = ctx.merchant_name(),
                            data = shared(ctx.locale, &permissions),
                            until = until.clone()
                        )
                    }),
                ),
            ),
            unsaved,
            layout::list(
                "ls-list",
                td_string!(ctx.locale, success.list).to_owned(),
                linked::rows(ctx, &linked, deposits),
            ),
            confirm,
            save,
            saved,
            sharing,
        ),
        (
            notice::trouble(ctx, trouble),
            layout::block(
                "ls-actions",
                (
                    button::primary(
                        move || td_string!(ctx.locale, success.done).to_owned(),
                        busy,
                        || false,
                        move || ctx.send.event(Event::Done),
                    ),
                    maybe(second),
                ),
            ),
        ),
    )
}

/// A link to a page of the person's own.
fn page_link(class: &'static str, address: String, label: &'static str) -> AnyView {
    html::a()
        .class(class)
        .attr("href", address)
        .attr("target", "_blank")
        .attr("rel", "noopener")
        .child(label)
        .into_any()
}

/// What is shared, as a list in a sentence.
fn shared(locale: Locale, permissions: &[Permission]) -> String {
    let mut words = data(locale, permissions, true);
    words.insert(0, td_string!(locale, success.account));
    format::list(&words, locale.tag())
}

/// What these open, in words within a sentence, with the numbers for payments or without.
pub(super) fn data(locale: Locale, permissions: &[Permission], numbers: bool) -> Vec<&'static str> {
    let word = |permission: &Permission| match permission {
        Permission::Balances => Some(td_string!(locale, success.balances)),
        Permission::Ownership => Some(td_string!(locale, success.ownership)),
        Permission::PaymentMethod => numbers.then(|| td_string!(locale, success.payment_method)),
        Permission::Transactions => Some(td_string!(locale, success.transactions)),
        Permission::Unknown => None,
    };
    permissions.iter().filter_map(word).collect()
}
