//! What is shown while something loads: the shape of what comes. It appears after 150 ms, so that
//! a quick answer does not flash, and stands still where motion is reduced (see the style).

use leptos::{html, prelude::*};

/// Rows of a list.
pub fn rows(count: usize) -> impl IntoView {
    html::div().class("ls-list ls-skeleton").attr("aria-hidden", "true").child(
        (0..count)
            .map(|_| {
                html::div().class("ls-row").child((
                    html::span().class("ls-bone ls-bone-mark"),
                    html::span().class("ls-row-words").child((
                        html::span().class("ls-bone ls-bone-line"),
                        html::span().class("ls-bone ls-bone-line ls-bone-short"),
                    )),
                ))
            })
            .collect_view(),
    )
}

/// Tiles of the bank grid.
pub fn tiles(count: usize) -> impl IntoView {
    html::div().class("ls-tiles ls-skeleton").attr("aria-hidden", "true").child(
        (0..count)
            .map(|_| {
                html::div().class("ls-tile").child((
                    html::span().class("ls-bone ls-bone-mark"),
                    html::span().class("ls-bone ls-bone-line ls-bone-short"),
                ))
            })
            .collect_view(),
    )
}
