//! The server: merchant API, flow API, pages, webhooks.
//!
//! `main.rs` only starts what is here, so that tests drive the same routers.

pub mod clock;
pub mod config;
pub mod connector;
pub mod failure;
pub mod flow_api;
pub mod ids;
pub mod oauth;
pub mod state;
pub mod store;

pub use failure::Failure;
pub use state::AppState;
