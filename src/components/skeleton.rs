//! What is shown while something loads: the shape of what comes. It appears after 150 ms, so that
//! a quick answer does not flash, and stands still where motion is reduced (see the style).

use leptos::{html, prelude::*};

use super::layout::{block, run};

/// Rows of a list.
pub fn rows(count: usize) -> AnyView {
    hidden("ls-list ls-skeleton", count, || {
        block(
            "ls-row",
            (
                bone("ls-bone ls-bone-mark"),
                run(
                    "ls-row-words",
                    (bone("ls-bone ls-bone-line"), bone("ls-bone ls-bone-line ls-bone-short")),
                ),
            ),
        )
    })
}

/// Tiles of the bank grid.
pub fn tiles(count: usize) -> AnyView {
    hidden("ls-tiles ls-skeleton", count, || {
        block("ls-tile", (bone("ls-bone ls-bone-mark"), bone("ls-bone ls-bone-line ls-bone-short")))
    })
}

/// The heading of a pane that has one mark above it.
pub fn heading() -> AnyView {
    hidden("ls-skeleton", 1, || {
        (
            bone("ls-bone ls-bone-marks"),
            bone("ls-bone ls-bone-title"),
            bone("ls-bone ls-bone-title ls-bone-short"),
        )
            .into_any()
    })
}

fn bone(class: &'static str) -> AnyView {
    run(class, ())
}

fn hidden(class: &'static str, count: usize, one: fn() -> AnyView) -> AnyView {
    let all: Vec<AnyView> = (0..count).map(|_| one()).collect();
    html::div().class(class).attr("aria-hidden", "true").child(all).into_any()
}
