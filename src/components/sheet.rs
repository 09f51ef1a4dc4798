//! What lies over the pane: the details of a group of data, or "leave without connecting?".
//!
//! A modal `<dialog>`: the browser keeps the focus in it, makes the rest inert, gives Escape, and
//! puts the focus back.

use leptos::{ev, html, prelude::*};
use linkspan_machine::{Event, Flow, Sheet};

use super::{dynamic::maybe, layout};
use crate::{
    app::Ctx,
    panes::{details, leave},
};

/// The sheet that is open, if any.
pub fn view(ctx: Ctx) -> AnyView {
    let sheet = Memo::new(move |_| ctx.flow.with(Flow::sheet));
    maybe(move || sheet.get().map(|sheet| untrack(|| dialog(ctx, sheet)))).into_any()
}

fn dialog(ctx: Ctx, sheet: Sheet) -> AnyView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // It is in the document, so it opens; a second time does nothing.
            drop(dialog.show_modal());
        }
    });
    // A dialog that is taken away open leaves the focus nowhere; one that is closed gives it back.
    on_cleanup(move || {
        if let Some(dialog) = dialog.try_get_untracked().flatten() {
            dialog.close();
        }
    });
    html::dialog()
        .node_ref(dialog)
        .class("ls-sheet")
        .attr("aria-labelledby", "ls-sheet-title")
        .on(ev::Custom::<web_sys::Event>::new("cancel"), move |event| {
            event.prevent_default();
            ctx.send.event(Event::CloseSheet);
        })
        .on(ev::click, move |event| {
            // A click beside the sheet is one on the dialog itself.
            let beside = dialog
                .get_untracked()
                .is_some_and(|dialog| event.target().is_some_and(|target| target == ****dialog));
            if beside {
                ctx.send.event(Event::CloseSheet);
            }
        })
        .child(layout::block(
            "ls-sheet-content",
            match sheet {
                Sheet::Details(which) => details::view(ctx, which),
                Sheet::Leave => leave::view(ctx),
            },
        ))
        .into_any()
}

/// The heading of a sheet.
pub fn title(words: String) -> AnyView {
    html::h2().id("ls-sheet-title").class("ls-sheet-title").child(words).into_any()
}
