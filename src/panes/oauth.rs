//! Signing in at the bank, in the bank's own window: first what will happen, then waiting for it.

use leptos::{html, prelude::*};
use linkspan_machine::{Event, Flow, PartnerAuth, PartnerAuthNotice, Screen, Window};

use crate::{
    app::Ctx,
    components::{
        bank_mark, button,
        dynamic::{self, maybe},
        icon::Icon,
        layout, notice,
    },
    effects::focus,
    panes::problem::shared,
    words::td_string,
};

/// Signing in at the bank, in the bank's own window.
pub fn view(ctx: Ctx) -> AnyView {
    let institution = read(ctx, |pane| pane.auth.institution.clone());
    let bank = institution.as_ref().map(|institution| institution.name.clone()).unwrap_or_default();
    let host = read(ctx, |pane| pane.auth.bank_host.clone()).flatten().unwrap_or_default();
    let window = Memo::new(move |_| read(ctx, |pane| pane.window).unwrap_or(Window::Unopened));
    let busy = move || read(ctx, PartnerAuth::busy).unwrap_or_default();
    let giving_up = move || read(ctx, PartnerAuth::giving_up).unwrap_or_default();
    let here = move || {
        (window.get() == Window::NotReturned && ctx.flow.with(Flow::may_leave_for_bank)).then(|| {
            let label = td_string!(ctx.locale, oauth.here).to_owned();
            button::quiet_while(label, busy, move || ctx.send.event(Event::OpenBankHere))
        })
    };
    let heading = {
        let bank = bank.clone();
        move || match window.get() {
            Window::Unopened => td_string!(ctx.locale, oauth.title, bank = bank.clone()),
            Window::Opened => td_string!(ctx.locale, oauth.waiting_title, bank = bank.clone()),
            Window::NotReturned => td_string!(ctx.locale, oauth.blocked_title, bank = bank.clone()),
        }
    };
    let lead = {
        let bank = bank.clone();
        move || match window.get() {
            Window::Unopened => td_string!(ctx.locale, oauth.text, bank = bank.clone()),
            Window::Opened => td_string!(ctx.locale, oauth.waiting_text, bank = bank.clone()),
            Window::NotReturned => td_string!(ctx.locale, oauth.blocked_text).to_owned(),
        }
    };
    let first = {
        let bank = bank.clone();
        move || (window.get() == Window::Unopened).then(|| what_happens(ctx, bank.clone(), host.clone()))
    };
    let waiting = move || {
        (window.get() != Window::Unopened)
            .then(|| html::div().class("ls-waiting").attr("aria-hidden", "true").child(layout::run("", ())))
    };
    let open = move || {
        let before = window.get_untracked();
        ctx.send.event(Event::OpenBank);
        // The button that was pressed is gone then, and the focus with it.
        if window.get_untracked() != before {
            focus::heading_soon();
        }
    };
    let way_on = {
        let bank = bank.clone();
        move || match window.get() {
            Window::Unopened => {
                let bank = bank.clone();
                button::primary(
                    move || td_string!(ctx.locale, oauth.go_on, bank = bank.clone()),
                    busy,
                    || false,
                    open,
                )
            }
            // A real link works where `window.open` does not.
            Window::NotReturned => {
                untrack(|| link(ctx, td_string!(ctx.locale, oauth.blocked_link, bank = bank.clone())))
            }
            Window::Opened => {
                let again = td_string!(ctx.locale, oauth.reopen, bank = bank.clone());
                let link = button::link(again, open);
                layout::line("ls-fine ls-center", (td_string!(ctx.locale, oauth.lost), " ", link))
            }
        }
    };
    layout::pane(
        "partner_auth",
        (
            institution.map(|institution| bank_mark::bank(ctx, &institution)),
            layout::title(heading),
            layout::live(layout::lead(lead)),
            ended(ctx, bank),
            maybe(first),
            maybe(waiting),
            layout::note(Icon::Lock, move || {
                td_string!(
                    ctx.locale,
                    oauth.note,
                    merchant = ctx.merchant_name(),
                    provider = ctx.provider_name()
                )
            }),
            notice::trouble(ctx, move || read(ctx, |pane| pane.trouble).flatten()),
        ),
        layout::block(
            "ls-actions",
            (
                dynamic::view(way_on),
                maybe(here),
                button::quiet_while(td_string!(ctx.locale, oauth.another).to_owned(), giving_up, move || {
                    ctx.send.event(Event::AnotherBank);
                }),
            ),
        ),
    )
}

fn read<T>(ctx: Ctx, read: impl FnOnce(&PartnerAuth) -> T) -> Option<T> {
    ctx.screen(|screen| match screen {
        Screen::PartnerAuth(pane) => Some(read(pane)),
        _ => None,
    })
}

fn link(ctx: Ctx, label: String) -> AnyView {
    let address = read(ctx, |pane| pane.auth.url.clone()).flatten().map(|url| ctx.address_of(&url));
    html::a()
        .class("ls-button")
        .attr("href", address)
        .attr("target", "_blank")
        .attr("rel", "noopener")
        .child(layout::run("", label))
        .into_any()
}

/// What ended the try before, if anything did.
pub(super) fn ended(ctx: Ctx, bank: String) -> AnyView {
    let notice = Memo::new(move |_| read(ctx, |pane| pane.notice).flatten());
    layout::live(maybe(move || {
        notice.get().map(|notice| {
            let what = match notice {
                PartnerAuthNotice::Denied => td_string!(ctx.locale, oauth.denied, bank = bank.clone()),
                PartnerAuthNotice::Expired => td_string!(ctx.locale, oauth.expired, bank = bank.clone()),
            };
            layout::warning(format!("{what} {}", untrack(|| shared(ctx))))
        })
    }))
}

fn what_happens(ctx: Ctx, bank: String, host: String) -> AnyView {
    let l = ctx.locale;
    let steps = vec![
        step("1", td_string!(l, oauth.check), td_string!(l, oauth.check_text, host = host)),
        step("2", td_string!(l, oauth.sign_in), td_string!(l, oauth.sign_in_text, bank = bank)),
        step(
            "3",
            td_string!(l, oauth.choose),
            td_string!(l, oauth.choose_text, merchant = ctx.merchant_name()),
        ),
    ];
    html::ol().class("ls-numbered").child(steps).into_any()
}

fn step(number: &'static str, title: &'static str, text: String) -> AnyView {
    layout::item((
        html::span().class("ls-number").attr("aria-hidden", "true").child(number),
        layout::run("", (html::strong().child(title), " ", text)),
    ))
}
