//! Something did not work and can be tried again, right where the person is.

use leptos::prelude::*;
use linkspan_machine::{Event, Flow, Trouble};

use super::{button, dynamic::maybe, icon::Icon, layout};
use crate::{app::Ctx, words::td_string};

/// Shown while there is trouble; announced without moving the focus.
pub fn trouble(ctx: Ctx, read: impl Fn() -> Option<Trouble> + Send + Sync + 'static) -> AnyView {
    region(ctx, Box::new(read), true)
}

/// The same below a form, whose own button is the way to send it again.
pub fn of_form(ctx: Ctx, read: impl Fn() -> Option<Trouble> + Send + Sync + 'static) -> AnyView {
    region(ctx, Box::new(read), false)
}

fn region(ctx: Ctx, read: Box<dyn Fn() -> Option<Trouble> + Send + Sync>, retry: bool) -> AnyView {
    let words = Memo::new(move |_| read().map(|trouble| (words(ctx, trouble), trouble.can_retry())));
    layout::live(maybe(move || words.get().map(|(words, helps)| notice(ctx, words, retry && helps))))
}

fn notice(ctx: Ctx, words: &'static str, retry: bool) -> AnyView {
    let retry = retry.then(|| {
        let label = td_string!(ctx.locale, trouble.retry).to_owned();
        button::link(label, move || ctx.send.event(Event::Retry))
    });
    layout::block("ls-trouble", (Icon::Warning.view(), layout::run("", words), retry))
}

fn words(ctx: Ctx, trouble: Trouble) -> &'static str {
    let l = ctx.locale;
    match trouble {
        Trouble::Offline if ctx.flow.with(Flow::goes_on_by_itself) => td_string!(l, trouble.offline),
        Trouble::Offline => td_string!(l, trouble.offline_press),
        Trouble::Slow => td_string!(l, trouble.slow),
        Trouble::Server => td_string!(l, trouble.server),
        Trouble::Busy => td_string!(l, trouble.busy),
        Trouble::Codes => td_string!(l, credentials.too_many_codes),
    }
}
