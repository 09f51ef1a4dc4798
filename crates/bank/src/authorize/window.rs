//! What an OAuth window was opened for, sealed into its forms.

use linkspan_directory::Record;
use serde::{Deserialize, Serialize};

use super::data::DataGroup;
use crate::{bank::Bank, error::BankError, locale::Locale, seal::Purpose};

/// Seconds in which the person has to decide.
const LIFETIME: i64 = 30 * 60;
/// Letters of a user name that are kept; it only decides which accounts one has.
pub(super) const LONGEST_USER: usize = 100;

/// What an OAuth window was opened for.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Window {
    pub(super) institution: String,
    /// Given back as it came.
    pub(super) state: String,
    /// PKCE, S256.
    pub(super) challenge: String,
    /// Who asks, for the eye only.
    pub(super) merchant: String,
    pub(super) data: Vec<DataGroup>,
    pub(super) locale: Locale,
    /// Who signed in.
    pub(super) user: Option<String>,
}

impl Window {
    pub(super) fn seal(&self, bank: &Bank) -> Result<String, BankError> {
        bank.seal(Purpose::Window, self, LIFETIME)
    }

    /// Opens the sealed field of a form of this bank.
    pub(super) fn open(bank: &Bank, record: &Record, sealed: &str) -> Option<Self> {
        bank.unseal(Purpose::Window, sealed).filter(|window: &Self| window.institution == record.id)
    }
}
