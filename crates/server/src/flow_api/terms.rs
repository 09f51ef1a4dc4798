//! What the person agrees to.

use linkspan_wire::link::ConsentTerms;

use crate::store::consents::ConsentRow;

/// Names the text and the terms; a new one for every change of either.
pub const VERSION: &str = "2026-11-27.3";
/// For how many days data may be read.
pub const ACCESS_DAYS: u32 = 365;

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// When access ends for somebody who agrees now.
pub(super) fn ends_at(now: i64) -> i64 {
    now + i64::from(ACCESS_DAYS) * SECONDS_A_DAY
}

/// The terms, with the agreement if there is one.
pub(super) fn terms(consent: Option<&ConsentRow>, now: i64) -> ConsentTerms {
    ConsentTerms {
        version: consent.map_or_else(|| VERSION.to_owned(), |consent| consent.version.clone()),
        acquired_at: consent.map(|consent| consent.acquired_at),
        access_days: ACCESS_DAYS,
        access_ends_at: consent.map_or_else(|| ends_at(now), |consent| consent.ends_at),
    }
}
