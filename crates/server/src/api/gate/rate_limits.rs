//! How often one key may ask.

use axum::http::StatusCode;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::DefaultClock};
use linkspan_wire::{ApiError, ErrorType};

use crate::{Failure, config::RateLimits, failure::Answer, permissions::Access, rate_limit::wait};

/// Counts requests by key, reading and writing ones apart. Only keys that exist are counted, so
/// nobody can fill the memory.
pub struct RateLimiters {
    read: Option<DefaultKeyedRateLimiter<String>>,
    write: Option<DefaultKeyedRateLimiter<String>>,
    clock: DefaultClock,
}

impl RateLimiters {
    /// With these limits.
    pub fn new(limits: RateLimits) -> Self {
        let limiter = |limit| RateLimiter::keyed(Quota::per_second(limit));
        Self {
            read: limits.read.map(limiter),
            write: limits.write.map(limiter),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a request of the key with this id.
    ///
    /// # Errors
    /// 429 when there were too many, with the time after which one more is let through.
    pub fn check(&self, key: &String, access: Access) -> Answer<()> {
        let limiter = match access {
            Access::Read => &self.read,
            Access::Write => &self.write,
        };
        let Some(limiter) = limiter else { return Ok(()) };
        limiter.check_key(key).map_err(|early| {
            let message =
                format!("Too many {access} requests with this key in one second. Send fewer, and wait.");
            let error = ApiError::new(ErrorType::InvalidRequestError, "rate_limit", message);
            Failure::new(StatusCode::TOO_MANY_REQUESTS, error).with_retry_after(wait(&early, &self.clock))
        })
    }
}
