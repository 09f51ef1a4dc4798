//! The choice of the bank: a search that answers as one types, above the featured banks.
//!
//! The search is a combobox by the ARIA pattern: the focus stays in the box, the arrow keys move
//! through the rows, Enter takes one, Escape clears.

use leptos::{ev, html, prelude::*};
use linkspan_machine::{Event, Featured, InstitutionPicker, Screen, Search};
use linkspan_wire::link::{Health, Institution};

use crate::{
    app::Ctx,
    components::{
        bank_mark, button,
        dynamic::{self, attr, maybe, set, text, word},
        icon::Icon,
        layout, notice, skeleton,
    },
    effects::focus,
    format::{self, td_plural},
    panes::manual_entry,
    words::td_string,
};

const INPUT: &str = "ls-search";
const LISTBOX: &str = "ls-results";

/// The choice of the bank.
pub fn view(ctx: Ctx) -> AnyView {
    let active = RwSignal::new(None::<usize>);
    let picking = Memo::new(move |_| read(ctx, |pane| pane.picking().cloned()).flatten());
    let searching =
        Memo::new(move |_| read(ctx, |pane| !matches!(pane.search, Search::Idle)).unwrap_or_default());
    let can_search = !ctx.manifest(|manifest| manifest.institution_search_disabled);
    let sandbox = !ctx.manifest(|manifest| manifest.livemode);
    let opening = move |bank: Institution| {
        layout::line("ls-fine ls-center", td_string!(ctx.locale, picker.opening, bank = bank.name))
    };
    let search_more = move || {
        if ctx.manifest(|manifest| manifest.institution_count) == 0 {
            return layout::line("ls-fine ls-center", td_string!(ctx.locale, picker.no_banks));
        }
        let link = button::link(untrack(|| search_all(ctx)), || focus::id_soon(INPUT));
        layout::line("ls-fine ls-center", (td_string!(ctx.locale, picker.not_listed), " ", link))
    };
    layout::pane(
        "institution_picker",
        // Not `inert`: the focus would be lost, and nobody would hear that it did not work.
        html::div()
            .class(word(move || if waits(picking) { "ls-picker ls-picking" } else { "ls-picker" }))
            .child((
                layout::title(move || td_string!(ctx.locale, picker.title).to_owned()),
                can_search.then(|| search_box(ctx, active, picking)),
                notice::trouble(ctx, move || read(ctx, |pane| pane.trouble.or(pane.failure())).flatten()),
                dynamic::view(move || {
                    if searching.get() {
                        results(ctx, active, picking)
                    } else {
                        featured(ctx, sandbox, picking)
                    }
                }),
            )),
        (
            layout::live(maybe(move || picking.get().map(opening))),
            maybe(move || (can_search && !searching.get() && picking.get().is_none()).then(search_more)),
            maybe(move || picking.get().is_none().then(|| untrack(|| (saved(ctx), manual_entry::link(ctx))))),
        ),
    )
}

fn read<T>(ctx: Ctx, read: impl FnOnce(&InstitutionPicker) -> T) -> Option<T> {
    ctx.screen(|screen| match screen {
        Screen::InstitutionPicker(pane) => Some(read(pane)),
        _ => None,
    })
}

/// The bank that was chosen, while the server is asked.
type Picking = Memo<Option<Institution>>;

/// Whether the server is asked: no other bank can be chosen, and no query is taken.
fn waits(picking: Picking) -> bool {
    picking.with(Option::is_some)
}

/// The way back to the accounts that the person saved before.
fn saved(ctx: Ctx) -> Option<AnyView> {
    ctx.manifest(|manifest| manifest.saved_accounts.clone()).map(|saved| {
        let label = td_string!(ctx.locale, picker.saved).to_owned();
        layout::line("ls-fine", button::link(label, move || ctx.send.event(Event::Pick(saved.clone()))))
    })
}

fn search_all(ctx: Ctx) -> String {
    let count = ctx.manifest(|manifest| manifest.institution_count);
    td_string!(ctx.locale, picker.search_all, count = format::number(count, ctx.locale))
}

fn rows(ctx: Ctx) -> Vec<Institution> {
    read(ctx, |pane| pane.search.rows().to_vec()).unwrap_or_default()
}

fn option_id(index: usize) -> String {
    format!("{LISTBOX}-{index}")
}

fn search_box(ctx: Ctx, active: RwSignal<Option<usize>>, picking: Picking) -> AnyView {
    let query = Memo::new(move |_| read(ctx, |pane| pane.query.clone()).unwrap_or_default());
    let count = Memo::new(move |_| read(ctx, |pane| pane.search.rows().len()).unwrap_or_default());
    let on_key = move |event: web_sys::KeyboardEvent| {
        let last = count.get_untracked().checked_sub(1);
        let at = active.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => last.map(|last| at.map_or(0, |at| if at == last { 0 } else { at + 1 })),
            "ArrowUp" => last.map(|last| at.map_or(last, |at| if at == 0 { last } else { at - 1 })),
            "Enter" => {
                event.prevent_default();
                // Without a row chosen it is the first, once the rows are those of what was typed.
                let found = read(ctx, |pane| matches!(pane.search, Search::Found { .. }));
                let at = at.or_else(|| (found == Some(true)).then_some(0));
                if let Some(bank) = at.and_then(|at| rows(ctx).into_iter().nth(at)) {
                    ctx.send.event(Event::Pick(bank));
                }
                return;
            }
            "Escape" if !query.get_untracked().is_empty() => {
                // Escape clears first; a second one is for the dialog.
                event.prevent_default();
                event.stop_propagation();
                ctx.send.event(Event::Query(String::new()));
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(next);
        if let Some(next) = next {
            scroll_to(&option_id(next));
        }
    };
    let clear = move || {
        button::icon(
            "ls-icon-button ls-search-clear",
            td_string!(ctx.locale, picker.clear).to_owned(),
            Icon::Cross,
            move || {
                ctx.send.event(Event::Query(String::new()));
                focus::id_soon(INPUT);
            },
        )
    };
    let input = html::input()
        .id(INPUT)
        .class("ls-input")
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("aria-label", td_string!(ctx.locale, picker.search_label))
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", LISTBOX)
        .attr("aria-expanded", word(move || if count.get() > 0 { "true" } else { "false" }))
        .attr(
            "aria-activedescendant",
            attr(move || active.get().filter(|at| *at < count.get()).map(option_id)),
        )
        .attr("placeholder", td_string!(ctx.locale, picker.search))
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search")
        .attr("maxlength", "200")
        .attr("readonly", attr(move || set(waits(picking))))
        .prop("value", text(move || query.get()))
        .on(ev::input, move |event| {
            active.set(None);
            ctx.send.event(Event::Query(event_target_value(&event)));
        })
        .on(ev::keydown, on_key);
    layout::block(
        "ls-search",
        (Icon::Glass.view(), input, maybe(move || (!query.get().is_empty()).then(clear))),
    )
}

fn scroll_to(id: &str) {
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn results(ctx: Ctx, active: RwSignal<Option<usize>>, picking: Picking) -> AnyView {
    let found = Memo::new(move |_| {
        read(ctx, |pane| match &pane.search {
            Search::Found { query, rows } => Some((query.clone(), rows.len())),
            _ => None,
        })
        .flatten()
    });
    let list = Memo::new(move |_| rows(ctx));
    let query = Memo::new(move |_| {
        read(ctx, |pane| match &pane.search {
            Search::Found { query, .. } => query.clone(),
            Search::Asking { asked, .. } => asked.clone(),
            _ => String::new(),
        })
        .unwrap_or_default()
    });
    let first = Memo::new(move |_| {
        read(ctx, |pane| matches!(&pane.search, Search::Asking { before, .. } if before.is_empty()))
            .unwrap_or_default()
    });
    let counted = move || {
        found
            .get()
            .filter(|(_, count)| *count > 0)
            .map(|(query, count)| td_plural!(ctx.locale, u32::try_from(count).unwrap_or(u32::MAX), picker.[results_single, results_several], query = query))
    };
    let none =
        move || found.get().is_some_and(|(_, count)| count == 0).then(|| nothing_found(ctx, query.get()));
    let drawn = move || {
        let query = query.get_untracked();
        let rows: Vec<AnyView> = list
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, bank)| result_row(ctx, (active, picking), index, bank, &query))
            .collect();
        rows
    };
    (
        html::p().class("ls-fine ls-result-count").attr("role", "status").child(maybe(counted)),
        maybe(none),
        maybe(move || first.get().then(|| skeleton::rows(4))),
        html::ul()
            .id(LISTBOX)
            .class(word(move || if list.with(Vec::is_empty) { "ls-hidden" } else { "ls-list" }))
            .attr("role", "listbox")
            .attr("aria-label", td_string!(ctx.locale, picker.title))
            .child(dynamic::view(drawn)),
    )
        .into_any()
}

fn nothing_found(ctx: Ctx, query: String) -> AnyView {
    layout::live(layout::block(
        "ls-empty",
        layout::words(
            td_string!(ctx.locale, picker.none_title, query = query),
            td_string!(ctx.locale, picker.none_text),
        ),
    ))
}

fn result_row(
    ctx: Ctx,
    (active, picking): (RwSignal<Option<usize>>, Picking),
    index: usize,
    bank: Institution,
    query: &str,
) -> AnyView {
    let selected = move || active.get() == Some(index);
    let words = layout::words(marked(&bank.name, query), bank.url.clone());
    html::li()
        .id(option_id(index))
        .class(word(move || if selected() { "ls-row ls-row-active" } else { "ls-row" }))
        .attr("role", "option")
        .attr("aria-selected", word(move || if selected() { "true" } else { "false" }))
        .attr("aria-disabled", attr(move || set(waits(picking))))
        .child((bank_mark::bank(ctx, &bank), words, health(ctx, bank.health)))
        .on(ev::mousemove, move |_| {
            if active.get_untracked() != Some(index) {
                active.set(Some(index));
            }
        })
        .on(ev::click, move |_| ctx.send.event(Event::Pick(bank.clone())))
        .into_any()
}

/// The name with the part that was typed marked, where it was typed just so.
fn marked(name: &str, query: &str) -> AnyView {
    let (lower, query) = (lower(name), lower(query.trim()));
    // Lower case may be of another length in some scripts: then nothing is marked.
    match place_of(&lower, &query) {
        Some(start) if lower.len() == name.len() && name.is_char_boundary(start) => {
            let end = start + query.len();
            match (name.get(..start), name.get(start..end), name.get(end..)) {
                (Some(before), Some(hit), Some(after)) => {
                    (before.to_owned(), html::mark().child(hit.to_owned()), after.to_owned()).into_any()
                }
                _ => name.to_owned().into_any(),
            }
        }
        _ => name.to_owned().into_any(),
    }
}

/// In lower case. The browser has the tables for it.
pub(super) fn lower(text: &str) -> String {
    String::from(js_sys::JsString::from(text).to_lower_case())
}

/// Where the first text has the second in it; nowhere if that is empty. What `str::find` does for long texts is much
/// to download.
pub(super) fn place_of(text: &str, wanted: &str) -> Option<usize> {
    let parts = |length| text.as_bytes().windows(length);
    (!wanted.is_empty()).then(|| parts(wanted.len()).position(|part| part == wanted.as_bytes())).flatten()
}

fn health(ctx: Ctx, health: Health) -> Option<AnyView> {
    let (class, text) = match health {
        Health::Normal | Health::Unknown => return None,
        Health::Degraded => ("ls-pill ls-pill-warn", td_string!(ctx.locale, picker.degraded)),
        Health::Down => ("ls-pill ls-pill-bad", td_string!(ctx.locale, picker.down)),
    };
    Some(layout::run(class, text))
}

fn featured(ctx: Ctx, sandbox: bool, picking: Picking) -> AnyView {
    let featured = Memo::new(move |_| read(ctx, |pane| pane.featured.clone()));
    let drawn = move || match featured.get() {
        Some(Featured::Ready(rows)) => layout::list(
            "ls-tiles",
            td_string!(ctx.locale, picker.featured).to_owned(),
            rows.into_iter().map(|bank| tile(ctx, bank, picking)).collect(),
        ),
        Some(Featured::Failed(_)) => layout::line("ls-text", td_string!(ctx.locale, picker.featured_failed)),
        Some(Featured::Loading(_)) | None => skeleton::tiles(9),
    };
    (
        dynamic::view(drawn),
        sandbox.then(|| layout::note(Icon::Info, move || td_string!(ctx.locale, frame.test_mode).to_owned())),
    )
        .into_any()
}

fn tile(ctx: Ctx, bank: Institution, picking: Picking) -> AnyView {
    let id = bank.id.clone();
    let picked = move || picking.with(|bank| bank.as_ref().is_some_and(|bank| bank.id == id));
    let content = (
        bank_mark::bank(ctx, &bank),
        layout::run("ls-tile-name", bank.name.clone()),
        health(ctx, bank.health),
    );
    layout::item(
        html::button()
            .attr("type", "button")
            .class(word(move || if picked() { "ls-tile ls-busy" } else { "ls-tile" }))
            .attr("aria-disabled", attr(move || set(waits(picking))))
            .on(ev::click, move |_| ctx.send.event(Event::Pick(bank.clone())))
            .child(content),
    )
}
