//! How much one session may ask for: whoever has a client secret must not try out passwords at a bank, send
//! codes to strangers, or keep the search busy.
//!
//! Sign-ins are counted by their rows, so all processes count together. Searches write nothing, and
//! counting them in the database would cost more than they do: each process counts for itself.

use std::fmt;

use axum::http::StatusCode;
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use linkspan_wire::{ApiError, ErrorType};
use sqlx::AnyConnection;

use crate::{
    Failure,
    failure::Answer,
    store::auth_sessions::{self, Flow},
};

/// Within this many seconds.
const WINDOW: i64 = 60 * 60;
/// Sign-ins at banks that one session may begin. Each takes five answers to a step
/// (`auth_sessions/credentials.rs`).
const MOST_SIGN_INS: i64 = 40;
/// Addresses that one session may send codes to.
const MOST_CODES: i64 = 5;
/// Searches a second, and as many at once as fast typing makes in a few.
const SEARCHES: Quota = Quota::per_second(nonzero(10)).allow_burst(nonzero(40));

const fn nonzero(number: u32) -> std::num::NonZeroU32 {
    match std::num::NonZeroU32::new(number) {
        Some(number) => number,
        None => std::num::NonZeroU32::MIN,
    }
}

/// What one process counts.
pub struct SearchLimits {
    limiter: DefaultKeyedRateLimiter<String>,
    clock: DefaultClock,
}

impl Default for SearchLimits {
    fn default() -> Self {
        Self { limiter: RateLimiter::keyed(SEARCHES), clock: DefaultClock::default() }
    }
}

impl fmt::Debug for SearchLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SearchLimits")
    }
}

impl SearchLimits {
    /// Counts a search, or the like, of this session.
    ///
    /// # Errors
    /// 429 when there were too many.
    pub fn check(&self, session: &String) -> Answer<()> {
        self.limiter.check_key(session).map_err(|early| {
            let wait = early.wait_time_from(self.clock.now());
            too_many(u64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u64::MAX))
        })
    }

    /// Forgets sessions that have not searched for a while.
    pub fn forget(&self) {
        self.limiter.retain_recent();
    }
}

/// Whether the session may begin one more sign-in, or send one more code; in the transaction that begins it,
/// so that many at once are counted one after the other.
///
/// # Errors
/// 429 when there were too many, with the time after which one more is let through.
pub(super) async fn check_sign_in(
    tx: &mut AnyConnection,
    session: &str,
    saving: bool,
    now: i64,
) -> Answer<()> {
    let (kind, most) = if saving { (Some(Flow::Saved), MOST_CODES) } else { (None, MOST_SIGN_INS) };
    let reached = auth_sessions::begun_at_least(tx, session, kind, most, now - WINDOW).await?;
    match reached {
        Some(since) => Err(too_many(u64::try_from(since + WINDOW - now).unwrap_or(0))),
        None => Ok(()),
    }
}

/// 429: no further code goes to an address within the hour.
pub(super) fn too_many_codes() -> Failure {
    too_many(60)
}

fn too_many(seconds: u64) -> Failure {
    let message = "This session asked too often in a short time. Wait, and ask again.";
    let error = ApiError::new(ErrorType::RateLimitError, "rate_limit", message);
    Failure::new(StatusCode::TOO_MANY_REQUESTS, error).with_retry_after(seconds.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fast_typing_is_let_through_and_more_is_not() {
        let limits = SearchLimits::default();
        let (hasty, other) = ("fcsess_1".to_owned(), "fcsess_2".to_owned());
        let good = (0..10_000).take_while(|_| limits.check(&hasty).is_ok()).count();
        // On a slow machine some more become free meanwhile.
        assert!((40..10_000).contains(&good), "{good}");
        let refused = limits.check(&hasty).expect_err("too many");
        assert_eq!((refused.status, refused.retry_after), (StatusCode::TOO_MANY_REQUESTS, Some(1)));
        assert!(limits.check(&other).is_ok());
    }
}
