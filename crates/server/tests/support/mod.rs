//! The whole server in this process, on loopback sockets: the flow's API and window on one host,
//! the test bank on another, so that cookies are told apart as in a browser.

#![allow(dead_code, unused_imports, reason = "each test binary uses a part of it")]

pub mod app;
pub mod bank_desk;
pub mod browser;
pub mod clock;
pub mod database;
pub mod link;
pub mod session;

pub use app::App;
pub use browser::Browser;
pub use link::Link;
