//! What a program that started the server needs to know.

use serde::Serialize;

use crate::{state::Origins, store::merchants::MerchantKeys};

/// The line that `--ready-json` prints once all three origins accept connections. No `Debug`: it
/// carries a key.
#[derive(Clone, Serialize)]
pub struct Ready {
    /// Origin of the merchant API.
    pub api: String,
    /// Origin of the flow.
    pub flow: String,
    /// Origin of the test bank.
    pub bank: String,
    /// `sk_test_…` of the default merchant.
    pub secret_key: String,
    /// `pk_test_…` of the default merchant.
    pub publishable_key: String,
    /// Whether the default merchant was made now.
    #[serde(skip)]
    pub first_start: bool,
}

impl Ready {
    pub(super) fn new(origins: &Origins, keys: &MerchantKeys, first_start: bool) -> Self {
        Self {
            api: origins.api.clone(),
            flow: origins.flow.clone(),
            bank: origins.bank.clone(),
            secret_key: keys.secret_key.clone(),
            publishable_key: keys.publishable_key.clone(),
            first_start,
        }
    }
}
