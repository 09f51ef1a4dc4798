//! Something did not work and can be tried again, right where the person is.

use leptos::{html, prelude::*};
use leptos_i18n::td_string;
use linkspan_machine::{Event, Trouble};

use super::{button, icon::Icon};
use crate::{app::Ctx, i18n::*};

/// Shown while there is trouble; announced without moving the focus.
pub fn trouble(
    ctx: Ctx,
    trouble: impl Fn() -> Option<Trouble> + Send + Sync + Copy + 'static,
) -> impl IntoView {
    let trouble = Memo::new(move |_| trouble());
    html::div().class("ls-live").attr("role", "status").child(move || {
        trouble.get().map(|trouble| {
            html::div().class("ls-trouble").child((
                Icon::Warning.view(),
                html::span().child(words(ctx.locale, trouble)),
                button::link(td_string!(ctx.locale, trouble.retry).to_owned(), move || {
                    ctx.send.event(Event::Retry)
                }),
            ))
        })
    })
}

fn words(locale: Locale, trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Offline => td_string!(locale, trouble.offline),
        Trouble::Slow => td_string!(locale, trouble.slow),
        Trouble::Server => td_string!(locale, trouble.server),
    }
}
