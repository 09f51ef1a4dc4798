//! What all handlers share.

use linkspan_directory::{Record, Source};
use serde::{Serialize, de::DeserializeOwned};
use url::Url;

use crate::{
    availability,
    config::BankConfig,
    error::BankError,
    remembered::Remembered,
    seal::{Purpose, Sealer},
};

/// Codes live for a minute; this many sign-ins a minute are far more than a sandbox sees.
const MOST_USED_CODES: usize = 50_000;
/// Failed sign-ins under way.
const MOST_FAILED_LOGINS: usize = 50_000;

/// The one client that the bank knows.
pub(crate) const CLIENT_ID: &str = "linkspan";

/// What all handlers share.
pub(crate) struct Bank {
    config: BankConfig,
    /// Origin of the redirect address, for the pages' `form-action`.
    pub(crate) return_origin: Option<String>,
    sealer: Sealer,
    /// Codes that were exchanged.
    pub(crate) used_codes: Remembered<()>,
    /// Failed tries by sign-in.
    pub(crate) failed_tries: Remembered<u32>,
}

impl Bank {
    pub(crate) fn new(config: BankConfig) -> Self {
        let return_origin =
            Url::parse(&config.redirect_uri).ok().map(|url| url.origin().ascii_serialization());
        Self {
            return_origin,
            sealer: Sealer::new(config.signing_key),
            used_codes: Remembered::new(MOST_USED_CODES),
            failed_tries: Remembered::new(MOST_FAILED_LOGINS),
            config,
        }
    }

    /// Unix seconds now.
    pub(crate) fn now(&self) -> i64 {
        (self.config.clock)()
    }

    /// The only address that the window returns to.
    pub(crate) fn redirect_uri(&self) -> &str {
        &self.config.redirect_uri
    }

    /// Names a bank in `iss` (RFC 9207).
    pub(crate) fn issuer(&self, record: &Record) -> String {
        format!("{}/{}", self.config.origin, record.id)
    }

    /// The institution with this id, whether it works or not.
    pub(crate) fn institution(&self, id: &str) -> Result<&Record, BankError> {
        let record = self.config.directory.get(id).filter(|record| record.source == Source::Sandbox);
        record.ok_or(BankError::UnknownInstitution)
    }

    /// The institution with this id, if it can serve now.
    pub(crate) fn open_institution(&self, id: &str) -> Result<&Record, BankError> {
        let record = self.institution(id)?;
        if (self.config.closed)(id) {
            return Err(BankError::Unavailable { back_at: None });
        }
        availability::check(record, self.now())?;
        Ok(record)
    }

    /// Its icon.
    pub(crate) fn icon(&self, id: &str) -> Option<String> {
        self.config.directory.icon_svg(id)
    }

    /// A token with `content` that lasts `seconds` from now.
    pub(crate) fn seal<T: Serialize>(
        &self,
        purpose: Purpose,
        content: &T,
        seconds: i64,
    ) -> Result<String, BankError> {
        self.sealer.seal(purpose, content, self.now().saturating_add(seconds))
    }

    /// What a token of ours holds.
    pub(crate) fn unseal<T: DeserializeOwned>(&self, purpose: Purpose, token: &str) -> Option<T> {
        self.sealer.open(purpose, token, self.now())
    }
}
