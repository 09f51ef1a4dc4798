//! The flow in the browser: views and effects around the state machine of `linkspan-flow`.
//!
//! What JavaScript may call: [`collect::collect`] (`collectFinancialConnectionsAccounts`),
//! [`collect::request_close`] (`requestClose`) and [`demo::start_demo`] (`startDemo`).

pub mod app;
pub mod collect;
pub mod components;
pub mod demo;
pub mod effects;
pub mod format;
mod options;
pub mod panes;
mod panic;
mod stage;
pub mod words;
