//! The whole server over real sockets: one file for each route.

#[path = "../support/clock.rs"]
#[allow(dead_code, reason = "shared with other test binaries")]
mod clock;
#[path = "../support/database.rs"]
mod database;
mod harness;

mod accounts;
mod assets;
mod authentication;
mod command_line;
mod cors;
mod customers;
mod deliveries;
mod events;
mod expand;
mod icons;
mod idempotency;
mod link;
mod link_session;
mod openapi;
mod pages;
mod parameters;
mod sandbox_session;
mod session_parameters;
mod sessions;
mod start;
mod sweep;
mod webhook_endpoints;
