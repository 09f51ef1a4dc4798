//! The test bank: OAuth window, credential sign-in and deterministic accounts.

mod config;
pub mod protocol;

pub use config::{BankConfig, Clock};

/// All that the bank serves, on an origin of its own.
pub fn router(config: BankConfig) -> axum::Router {
    let _ = config;
    axum::Router::new()
}
