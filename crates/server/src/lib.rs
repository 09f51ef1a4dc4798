//! The server: merchant API, flow API, pages, webhooks.
//!
//! `main.rs` only starts what is here, so that tests drive the same routers.

pub mod allowed_origin;
pub mod api;
pub mod at_rest;
pub mod cli;
pub mod clock;
mod codes;
pub mod config;
pub mod connector;
pub mod data_dir;
mod execution;
pub mod failure;
pub mod flow_api;
pub mod ids;
pub mod imported;
pub mod keys;
pub mod lifecycle;
mod locale;
pub mod log_filter;
pub mod mail;
pub mod metrics;
pub mod microdeposits;
pub mod oauth;
pub mod operations;
pub mod outbound;
pub mod pages;
mod panics;
pub mod payments;
pub mod permissions;
mod person_page;
pub mod refreshes;
pub mod rehearsal;
pub mod request_id;
pub mod sandbox;
mod saved_page;
pub mod serve;
pub mod sharing;
pub mod state;
pub mod store;
pub mod sweep;
pub mod texts;
pub mod web_address;
pub mod webhooks;

pub use failure::Failure;
pub use state::AppState;
