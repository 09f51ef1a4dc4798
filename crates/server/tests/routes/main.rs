//! The whole server over real sockets: one file for each route.

#[path = "../support/clock.rs"]
#[allow(dead_code, reason = "shared with other test binaries")]
mod clock;
#[path = "../support/database.rs"]
mod database;
mod harness;

mod account_numbers;
mod accounts;
mod assets;
mod authentication;
mod authorizations;
mod bank_account_tokens;
mod command_line;
mod cors;
mod customers;
mod deliveries;
mod encryption;
mod events;
mod expand;
mod gate;
mod icons;
mod idempotency;
mod imported;
mod inbox;
mod institutions;
mod keys;
mod link;
mod link_session;
mod microdeposits;
mod openapi;
mod operations;
mod operator;
mod owners;
mod pages;
mod parameters;
mod payment_intents;
mod payment_methods;
mod payment_queue;
mod refresh_queue;
mod refreshes;
mod sandbox_session;
mod session_options;
mod session_parameters;
mod sessions;
mod settings;
mod slow_clients;
mod start;
mod subscriptions;
mod sweep;
mod transactions;
mod webhook_attempts;
mod webhook_endpoints;
