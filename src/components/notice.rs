//! Something did not work and can be tried again, right where the person is.

use leptos::prelude::*;
use linkspan_machine::{Event, Trouble};

use super::{button, dynamic::maybe, icon::Icon, layout};
use crate::{
    app::Ctx,
    words::{Locale, td_string},
};

/// Shown while there is trouble; announced without moving the focus.
pub fn trouble(ctx: Ctx, read: impl Fn() -> Option<Trouble> + Send + Sync + 'static) -> AnyView {
    let trouble = Memo::new(move |_| read());
    layout::live(maybe(move || trouble.get().map(|trouble| notice(ctx, trouble))))
}

fn notice(ctx: Ctx, trouble: Trouble) -> AnyView {
    let retry = td_string!(ctx.locale, trouble.retry).to_owned();
    layout::block(
        "ls-trouble",
        (
            Icon::Warning.view(),
            layout::run("", words(ctx.locale, trouble)),
            button::link(retry, move || ctx.send.event(Event::Retry)),
        ),
    )
}

fn words(locale: Locale, trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Offline => td_string!(locale, trouble.offline),
        Trouble::Slow => td_string!(locale, trouble.slow),
        Trouble::Server => td_string!(locale, trouble.server),
        Trouble::Busy => td_string!(locale, trouble.busy),
    }
}
