//! The test bank: OAuth window, credential sign-in and deterministic accounts.
//!
//! Every institution of the directory is a bank of its own below `/{institution}`; how each behaves is
//! in its record. What a bank and its client say to each other is in [`protocol`].
//!
//! The bank keeps nothing on disk. Codes, sign-ins and access tokens are sealed and carry all that is
//! needed; in memory there is only what must not be forgotten for a minute or two: codes that were
//! used, and failed tries. So a restart with the same key loses no one's access.
//!
//! # Words that make things happen
//! Without OAuth any user name and any password work. In the password, or in a later answer, `options`,
//! `mfa`, `confirm_mfa` and `security_question` ask for more, `incorrect` is a wrong answer, `error`
//! ends the sign-in. The code `000001` is wrong, any other six digits are right.
//!
//! The user name `many` has 200 accounts, `none` has none, `cards` has credit cards only; everyone else
//! has a few of their own, always the same.

mod accounts;
mod authorize;
mod availability;
mod bank;
mod config;
mod data;
mod error;
mod headers;
mod icons;
mod locale;
mod login;
pub mod protocol;
mod remembered;
mod seal;
mod token;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};

pub use config::{BankConfig, Clock, Closed};

/// Larger than any form or message of ours.
const LARGEST_BODY: usize = 64 << 10;

/// All that the bank serves, on an origin of its own.
pub fn router(config: BankConfig) -> Router {
    Router::new()
        .route("/icons/{file}", get(icons::icon))
        .route("/{institution}/health", get(availability::health))
        .route("/{institution}/authorize", get(authorize::begin))
        .route("/{institution}/authorize/sign-in", post(authorize::sign_in))
        .route("/{institution}/authorize/decision", post(authorize::decide))
        .route("/{institution}/token", post(token::exchange))
        .route("/{institution}/accounts", get(accounts::list))
        .route("/{institution}/accounts/{account}/balance", get(data::balance))
        .route("/{institution}/accounts/{account}/owners", get(data::owners))
        .route("/{institution}/accounts/{account}/transactions", get(data::transactions))
        .route("/{institution}/accounts/{account}/numbers", get(data::numbers))
        .route("/{institution}/login", post(login::begin))
        .route("/{institution}/login/answer", post(login::answer))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::map_response(headers::harden))
        .with_state(Arc::new(bank::Bank::new(config)))
}
