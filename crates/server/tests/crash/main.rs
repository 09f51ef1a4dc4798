//! Servers that are killed in the middle of their work: what was acknowledged stays.
#![allow(clippy::print_stdout, reason = "seeds and counts are for whoever runs it")]

#[path = "../support/database.rs"]
#[allow(dead_code, reason = "shared with other test binaries")]
mod database;
mod delivery;
mod kill;
mod ledger;
mod mailbox;
mod person;
mod process;
mod several;
