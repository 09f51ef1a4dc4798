//! The rest of a double click has no effect on what the first click brought up: it would press a button
//! that nobody has read, such as "Done" where "Share" was.

use leptos::prelude::*;
use linkspan_machine::{Flow, Screen};
use web_sys::MouseEvent;

use crate::app::Ctx;

/// Takes every click of the flow before its buttons do.
pub fn guard(ctx: Ctx) -> impl Fn(MouseEvent) {
    let first = StoredValue::new(u32::MAX);
    move |event| {
        let now = ctx.flow.with_untracked(seen);
        // The browser counts the clicks at one point; one from the keyboard is the zeroth.
        match event.detail() {
            0 => {}
            1 => first.set_value(now),
            _ if first.get_value() == now => {}
            _ => {
                event.stop_propagation();
                event.prevent_default();
            }
        }
    }
}

/// What a click can bring up, in one number: a pane or a sheet, and on the pane of a sign-in another step, or
/// other buttons.
fn seen(flow: &Flow) -> u32 {
    let within = match flow.screen() {
        Screen::PartnerAuth(pane) => {
            1 + pane.window as u32 * 16 + pane.auth.step.as_ref().map_or(0, |step| 1 + step.kind as u32)
        }
        _ => 0,
    };
    // What is above are the tickets of requests, which are not seen.
    (flow.place() & 0xffff) | within << 16
}
