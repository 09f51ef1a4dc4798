//! The choice of the bank: a search that answers as one types, above the featured banks.
//!
//! The search is a combobox by the ARIA pattern: the focus stays in the box, the arrow keys move
//! through the rows, Enter takes one, Escape clears.

use leptos::{ev, html, prelude::*};
use leptos_i18n::td_string;
use linkspan_machine::{Event, Featured, InstitutionPicker, Screen, Search};
use linkspan_wire::link::{Health, Institution};
use wasm_bindgen::JsCast;

use crate::{
    app::Ctx,
    components::{bank_mark, button, icon::Icon, layout, notice, skeleton},
    effects::focus,
    format,
};

const INPUT: &str = "ls-search";
const LISTBOX: &str = "ls-results";

/// The choice of the bank.
pub fn view(ctx: Ctx) -> impl IntoView {
    let active = RwSignal::new(None::<usize>);
    let picking = Memo::new(move |_| read(ctx, |pane| pane.picking().cloned()).flatten());
    let searching =
        Memo::new(move |_| read(ctx, |pane| !matches!(pane.search, Search::Idle)).unwrap_or_default());
    let can_search = !ctx.manifest(|manifest| manifest.institution_search_disabled);
    let sandbox = !ctx.manifest(|manifest| manifest.livemode);
    layout::pane(
        "institution_picker",
        html::div().class("ls-picker").attr("inert", move || picking.get().is_some()).child((
            layout::title(move || td_string!(ctx.locale, picker.title).to_owned()),
            can_search.then(|| search_box(ctx, active)),
            notice::trouble(ctx, move || read(ctx, |pane| pane.trouble.or(search_trouble(pane))).flatten()),
            move || {
                if searching.get() {
                    results(ctx, active).into_any()
                } else {
                    featured(ctx, sandbox).into_any()
                }
            },
        )),
        (
            html::div().class("ls-live").attr("role", "status").child(move || {
                picking.get().map(|bank| {
                    html::p().class("ls-fine ls-center").child(td_string!(
                        ctx.locale,
                        picker.opening,
                        bank = bank.name
                    ))
                })
            }),
            move || {
                (can_search && !searching.get() && picking.get().is_none()).then(|| {
                    html::p().class("ls-fine ls-center").child((
                        td_string!(ctx.locale, picker.not_listed),
                        " ",
                        button::link(search_all(ctx), || focus::id_soon(INPUT)),
                    ))
                })
            },
        ),
    )
}

fn read<T>(ctx: Ctx, read: impl FnOnce(&InstitutionPicker) -> T) -> Option<T> {
    ctx.screen(|screen| match screen {
        Screen::InstitutionPicker(pane) => Some(read(pane)),
        _ => None,
    })
}

fn search_trouble(pane: &InstitutionPicker) -> Option<linkspan_machine::Trouble> {
    match (&pane.search, &pane.featured) {
        (Search::Failed(trouble), _) | (Search::Idle, Featured::Failed(trouble)) => Some(*trouble),
        _ => None,
    }
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

fn search_box(ctx: Ctx, active: RwSignal<Option<usize>>) -> impl IntoView {
    let query = Memo::new(move |_| read(ctx, |pane| pane.query.clone()).unwrap_or_default());
    let count = Memo::new(move |_| read(ctx, |pane| pane.search.rows().len()).unwrap_or_default());
    let input = NodeRef::<html::Input>::new();
    let on_key = move |event: web_sys::KeyboardEvent| {
        let last = count.get_untracked().checked_sub(1);
        let at = active.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => last.map(|last| at.map_or(0, |at| if at == last { 0 } else { at + 1 })),
            "ArrowUp" => last.map(|last| at.map_or(last, |at| if at == 0 { last } else { at - 1 })),
            "Enter" => {
                event.prevent_default();
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
    html::div().class("ls-search").child((
        Icon::Glass.view(),
        html::input()
            .node_ref(input)
            .id(INPUT)
            .class("ls-input")
            .attr("type", "text")
            .attr("role", "combobox")
            .attr("aria-label", td_string!(ctx.locale, picker.search_label))
            .attr("aria-autocomplete", "list")
            .attr("aria-controls", LISTBOX)
            .attr("aria-expanded", move || if count.get() > 0 { "true" } else { "false" })
            .attr("aria-activedescendant", move || active.get().filter(|at| *at < count.get()).map(option_id))
            .attr("placeholder", td_string!(ctx.locale, picker.search))
            .attr("autocomplete", "off")
            .attr("autocapitalize", "off")
            .attr("spellcheck", "false")
            .attr("enterkeyhint", "search")
            .attr("maxlength", "200")
            .prop("value", move || query.get())
            .on(ev::input, move |event| {
                active.set(None);
                ctx.send.event(Event::Query(event_target_value(&event)));
            })
            .on(ev::keydown, on_key),
        move || {
            (!query.get().is_empty()).then(|| {
                html::button()
                    .attr("type", "button")
                    .class("ls-icon-button ls-search-clear")
                    .attr("aria-label", td_string!(ctx.locale, picker.clear))
                    .on(ev::click, move |_| {
                        ctx.send.event(Event::Query(String::new()));
                        focus::id_soon(INPUT);
                    })
                    .child(Icon::Cross.view())
            })
        },
    ))
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

fn results(ctx: Ctx, active: RwSignal<Option<usize>>) -> impl IntoView {
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
    (
        html::p().class("ls-fine ls-result-count").attr("role", "status").child(move || {
            found
                .get()
                .filter(|(_, count)| *count > 0)
                .map(|(query, count)| td_string!(ctx.locale, picker.results, count = count, query = query))
        }),
        move || (found.get().is_some_and(|(_, count)| count == 0)).then(|| nothing_found(ctx, query.get())),
        move || first.get().then(|| skeleton::rows(4)),
        html::ul()
            .id(LISTBOX)
            .class(move || if list.with(Vec::is_empty) { "ls-hidden" } else { "ls-list" })
            .attr("role", "listbox")
            .attr("aria-label", td_string!(ctx.locale, picker.title))
            .child(move || {
                let query = query.get_untracked();
                list.get()
                    .into_iter()
                    .enumerate()
                    .map(|(index, bank)| result_row(ctx, active, index, bank, &query))
                    .collect_view()
            }),
    )
}

fn nothing_found(ctx: Ctx, query: String) -> impl IntoView {
    html::div().class("ls-empty").attr("role", "status").child((
        html::p().class("ls-row-name").child(td_string!(ctx.locale, picker.none_title, query = query)),
        html::p().class("ls-row-hint").child(td_string!(ctx.locale, picker.none_text)),
    ))
}

fn result_row(
    ctx: Ctx,
    active: RwSignal<Option<usize>>,
    index: usize,
    bank: Institution,
    query: &str,
) -> impl IntoView + use<> {
    let selected = move || active.get() == Some(index);
    let words = html::span().class("ls-row-words").child((
        html::span().class("ls-row-name").attr("dir", "auto").child(marked(&bank.name, query)),
        html::span().class("ls-row-hint").child(bank.url.clone()),
    ));
    html::li()
        .id(option_id(index))
        .class(move || if selected() { "ls-row ls-row-active" } else { "ls-row" })
        .attr("role", "option")
        .attr("aria-selected", move || if selected() { "true" } else { "false" })
        .child((bank_mark::bank(ctx, &bank), words, health(ctx, bank.health)))
        .on(ev::mousemove, move |_| {
            if active.get_untracked() != Some(index) {
                active.set(Some(index));
            }
        })
        .on(ev::click, move |_| ctx.send.event(Event::Pick(bank.clone())))
}

/// The name with the part that was typed marked, where it was typed just so.
fn marked(name: &str, query: &str) -> AnyView {
    let lower = name.to_lowercase();
    let query = query.trim().to_lowercase();
    // Lower case may be of another length in some scripts: then nothing is marked.
    match lower.find(&query) {
        Some(start) if !query.is_empty() && lower.len() == name.len() && name.is_char_boundary(start) => {
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

fn health(ctx: Ctx, health: Health) -> Option<impl IntoView> {
    let (class, text) = match health {
        Health::Normal | Health::Unknown => return None,
        Health::Degraded => ("ls-pill ls-pill-warn", td_string!(ctx.locale, picker.degraded)),
        Health::Down => ("ls-pill ls-pill-bad", td_string!(ctx.locale, picker.down)),
    };
    Some(html::span().class(class).child(text))
}

fn featured(ctx: Ctx, sandbox: bool) -> impl IntoView {
    let featured = Memo::new(move |_| read(ctx, |pane| pane.featured.clone()));
    (
        move || match featured.get() {
            Some(Featured::Ready(rows)) => html::ul()
                .class("ls-tiles")
                .attr("aria-label", td_string!(ctx.locale, picker.featured))
                .child(rows.into_iter().map(|bank| tile(ctx, bank)).collect_view())
                .into_any(),
            Some(Featured::Failed(_)) => {
                html::p().class("ls-text").child(td_string!(ctx.locale, picker.featured_failed)).into_any()
            }
            Some(Featured::Loading(_)) | None => skeleton::tiles(9).into_any(),
        },
        sandbox.then(|| layout::note(Icon::Info, move || td_string!(ctx.locale, frame.test_mode).to_owned())),
    )
}

fn tile(ctx: Ctx, bank: Institution) -> impl IntoView {
    let id = bank.id.clone();
    let picked = Memo::new(move |_| {
        read(ctx, |pane| pane.picking().is_some_and(|picking| picking.id == id)).unwrap_or_default()
    });
    let content = (
        bank_mark::bank(ctx, &bank),
        html::span().class("ls-tile-name").attr("dir", "auto").child(bank.name.clone()),
        health(ctx, bank.health),
    );
    html::li().child(
        html::button()
            .attr("type", "button")
            .class(move || if picked.get() { "ls-tile ls-busy" } else { "ls-tile" })
            .on(ev::click, move |event| {
                // The focus stays on what was pressed, for whoever comes back to it.
                if let Some(element) =
                    event.current_target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok())
                {
                    drop(element.focus());
                }
                ctx.send.event(Event::Pick(bank.clone()));
            })
            .child(content),
    )
}
