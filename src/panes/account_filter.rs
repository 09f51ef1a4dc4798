//! A box that finds one among many accounts. It hides rows and changes nothing else, so the state
//! machine knows nothing of it.

use leptos::{ev, html, prelude::*};
use linkspan_wire::link::PartnerAccount;

use super::{
    account_list::{holder, kind},
    institution_picker::{lower, place_of},
};
use crate::{
    app::Ctx,
    components::{
        button,
        dynamic::{maybe, text},
        icon::Icon,
        layout,
    },
    effects::focus,
    words::{Locale, td_string},
};

/// What is looked for, and in what.
#[derive(Clone, Copy)]
pub struct Filter {
    typed: RwSignal<String>,
    wanted: Memo<String>,
    /// Of each account, whether it is what is looked for.
    found: Memo<Vec<bool>>,
}

impl Filter {
    /// Hides nothing yet.
    pub fn of(locale: Locale, accounts: &[PartnerAccount]) -> Self {
        let seen = |account: &PartnerAccount| {
            let last4 = account.last4.as_deref().unwrap_or_default();
            let holder = holder(locale, account).unwrap_or_default();
            lower(&format!("{} {last4} {holder} {}", account.name, kind(locale, account.subcategory)))
        };
        // What can be seen of each account, in lower case.
        let accounts: Vec<String> = accounts.iter().map(seen).collect();
        let typed = RwSignal::new(String::new());
        let wanted = Memo::new(move |_| lower(typed.read().trim()));
        let found = Memo::new(move |_| {
            wanted.with(|wanted| {
                accounts.iter().map(|seen| wanted.is_empty() || place_of(seen, wanted).is_some()).collect()
            })
        });
        Self { typed, wanted, found }
    }

    /// Whether anything is looked for.
    pub fn is_on(self) -> bool {
        self.wanted.with(|wanted| !wanted.is_empty())
    }

    /// Whether the account in this place is not what is looked for.
    pub fn hides(self, place: usize) -> bool {
        self.found.with(|found| found.get(place) == Some(&false))
    }

    /// The box, how many accounts are shown, and a way past the list.
    pub fn view(self, ctx: Ctx) -> AnyView {
        let input = html::input()
            .class("ls-input")
            .attr("type", "search")
            .attr("aria-label", td_string!(ctx.locale, accounts.find))
            .attr("placeholder", td_string!(ctx.locale, accounts.find))
            .attr("autocomplete", "off")
            .prop("value", text(move || self.typed.get()))
            .on(ev::input, move |event| self.typed.set(event_target_value(&event)))
            .on(ev::keydown, move |event| {
                // Escape clears first; a second one is for the dialog.
                if event.key() == "Escape" && !self.typed.read_untracked().is_empty() {
                    event.prevent_default();
                    event.stop_propagation();
                    self.typed.set(String::new());
                }
            });
        let shown = move || {
            self.is_on().then(|| {
                let (shown, count) =
                    self.found.with(|found| (found.iter().filter(|found| **found).count(), found.len()));
                if shown == 0 {
                    return layout::block("ls-empty", td_string!(ctx.locale, accounts.none));
                }
                layout::line(
                    "ls-fine",
                    td_string!(
                        ctx.locale,
                        accounts.shown,
                        shown = shown.to_string(),
                        count = count.to_string()
                    ),
                )
            })
        };
        let skip = td_string!(ctx.locale, accounts.skip).to_owned();
        (
            layout::block("ls-search", (Icon::Glass.view(), input)),
            layout::live(maybe(shown)),
            button::skip(skip, || focus::first_soon(".ls-actions .ls-button")),
        )
            .into_any()
    }
}
