//! The flow in the browser: views and effects around the state machine of `linkspan-flow`.
//!
//! What JavaScript may call: [`collect::collect`] (`collectFinancialConnectionsAccounts`),
//! [`collect::request_close`] (`requestClose`) and [`demo::start_demo`] (`startDemo`).

#[allow(warnings, clippy::all, clippy::pedantic, missing_docs)]
mod locales {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}
pub(crate) use locales::i18n;

pub mod app;
pub mod collect;
pub mod components;
pub mod demo;
pub mod effects;
pub mod format;
pub mod language;
mod options;
pub mod panes;
mod panic;
mod stage;
