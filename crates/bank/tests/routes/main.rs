//! The bank's routes, asked as its client and as a person's browser ask them.

mod accounts;
mod authorize;
mod data;
mod harness;
mod headers;
mod health;
mod login;
mod token;
