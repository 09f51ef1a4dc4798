//! The flow in the browser: views and effects around the state machine of `linkspan-flow`.
//!
//! What JavaScript may call: [`collect::collect`] (`collectFinancialConnectionsAccounts`),
//! [`collect::request_close`] (`requestClose`) and, in development builds, `startDemo` (`demo.rs`).

pub mod app;
pub mod collect;
pub mod components;
/// Only where `trunk serve` builds it: nobody who links an account downloads it.
#[cfg(debug_assertions)]
pub mod demo;
pub mod effects;
pub mod format;
mod options;
pub mod panes;
mod panic;
mod stage;
pub mod words;
