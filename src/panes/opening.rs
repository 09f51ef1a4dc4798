//! While the manifest is on its way: the skeleton of what comes first.

use leptos::prelude::*;
use linkspan_machine::Screen;

use crate::{
    app::Ctx,
    components::{layout, notice, skeleton},
};

/// While the manifest is on its way.
pub fn view(ctx: Ctx) -> AnyView {
    let trouble = move || {
        ctx.screen(|screen| match screen {
            Screen::Opening { trouble, .. } => *trouble,
            _ => None,
        })
    };
    layout::pane("opening", (skeleton::heading(), notice::trouble(ctx, trouble), skeleton::rows(4)), ())
}
