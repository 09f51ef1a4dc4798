//! The flow's views and its exported function, in a real browser.
//!
//! `cargo xtask test` runs them in headless Chromium and starts the server that [`collect`] talks to.
//! Panes are shown with the state machine behind them; only the server's answers are made up, by the
//! same fixtures that the machine's own tests use.

#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

mod collect;
mod format;
mod header;
mod page;
mod panes;
mod screen;
mod sheet;
mod sinks;
mod words;

#[path = "../../crates/flow/tests/machine/fixtures.rs"]
#[allow(dead_code, reason = "the machine's own tests use the rest")]
mod fixtures;
#[path = "../../crates/flow/tests/machine/stage.rs"]
#[allow(dead_code, reason = "the machine's own tests use the rest")]
mod stage;

wasm_bindgen_test_configure!(run_in_browser);
