//! Signing in at the bank, in the bank's own window: first what will happen, then waiting for it.

use leptos::{html, prelude::*};
use leptos_i18n::td_string;
use linkspan_machine::{Event, PartnerAuth, PartnerAuthNotice, Screen, Window};

use crate::{
    app::Ctx,
    components::{bank_mark, button, icon::Icon, layout, notice},
};

/// Signing in at the bank, in the bank's own window.
pub fn view(ctx: Ctx) -> impl IntoView {
    let institution = read(ctx, |pane| pane.auth.institution.clone());
    let bank = institution.as_ref().map(|institution| institution.name.clone()).unwrap_or_default();
    let host = read(ctx, |pane| pane.auth.bank_host.clone()).flatten().unwrap_or_default();
    let window = Memo::new(move |_| read(ctx, |pane| pane.window).unwrap_or(Window::Unopened));
    let busy = move || read(ctx, PartnerAuth::busy).unwrap_or_default();
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
    let steps = {
        let bank = bank.clone();
        move || (window.get() == Window::Unopened).then(|| what_happens(ctx, bank.clone(), host.clone()))
    };
    let waiting = move || {
        (window.get() != Window::Unopened)
            .then(|| html::div().class("ls-waiting").attr("aria-hidden", "true").child(html::span()))
    };
    layout::pane(
        "partner_auth",
        (
            institution.map(|institution| bank_mark::bank(ctx, &institution)),
            layout::title(heading),
            html::div().attr("role", "status").child(layout::lead(lead)),
            denied(ctx, bank.clone()),
            steps,
            waiting,
            layout::note(Icon::Lock, move || {
                td_string!(ctx.locale, oauth.note, merchant = ctx.merchant_name())
            }),
            notice::trouble(ctx, move || read(ctx, |pane| pane.trouble).flatten()),
        ),
        html::div().class("ls-actions").child((
            move || match window.get() {
                Window::Unopened => {
                    let bank = bank.clone();
                    button::primary(
                        move || td_string!(ctx.locale, oauth.go_on, bank = bank.clone()),
                        busy,
                        || false,
                        move || ctx.send.event(Event::OpenBank),
                    )
                    .into_any()
                }
                // A real link works where `window.open` does not.
                Window::NotReturned => {
                    link(ctx, td_string!(ctx.locale, oauth.blocked_link, bank = bank.clone())).into_any()
                }
                Window::Opened => html::p()
                    .class("ls-fine ls-center")
                    .child((
                        td_string!(ctx.locale, oauth.lost),
                        " ",
                        button::link(td_string!(ctx.locale, oauth.reopen, bank = bank.clone()), move || {
                            ctx.send.event(Event::OpenBank);
                        }),
                    ))
                    .into_any(),
            },
            button::quiet(td_string!(ctx.locale, oauth.another).to_owned(), move || {
                ctx.send.event(Event::AnotherBank)
            }),
        )),
    )
}

fn read<T>(ctx: Ctx, read: impl FnOnce(&PartnerAuth) -> T) -> Option<T> {
    ctx.screen(|screen| match screen {
        Screen::PartnerAuth(pane) => Some(read(pane)),
        _ => None,
    })
}

fn link(ctx: Ctx, label: String) -> impl IntoView {
    let address = read(ctx, |pane| pane.auth.url.clone()).flatten().map(|url| ctx.address_of(&url));
    html::a()
        .class("ls-button")
        .attr("href", address)
        .attr("target", "_blank")
        .attr("rel", "noopener")
        .child(html::span().child(label))
}

fn denied(ctx: Ctx, bank: String) -> impl IntoView {
    let notice = Memo::new(move |_| read(ctx, |pane| pane.notice).flatten());
    html::div().attr("role", "status").child(move || {
        notice.get().map(|notice| {
            let words = match notice {
                PartnerAuthNotice::Denied => td_string!(ctx.locale, oauth.denied, bank = bank.clone()),
                PartnerAuthNotice::Expired => td_string!(ctx.locale, oauth.expired, bank = bank.clone()),
            };
            html::p().class("ls-note ls-note-warn").child((Icon::Warning.view(), html::span().child(words)))
        })
    })
}

fn what_happens(ctx: Ctx, bank: String, host: String) -> impl IntoView {
    let l = ctx.locale;
    let step = |n: &'static str, title: &'static str, text: String| {
        html::li().child((
            html::span().class("ls-number").attr("aria-hidden", "true").child(n),
            html::span().child((html::strong().child(title), " ", text)),
        ))
    };
    html::ol().class("ls-numbered").child((
        step("1", td_string!(l, oauth.check), td_string!(l, oauth.check_text, host = host)),
        step("2", td_string!(l, oauth.sign_in), td_string!(l, oauth.sign_in_text, bank = bank)),
        step(
            "3",
            td_string!(l, oauth.choose),
            td_string!(l, oauth.choose_text, merchant = ctx.merchant_name()),
        ),
    ))
}
