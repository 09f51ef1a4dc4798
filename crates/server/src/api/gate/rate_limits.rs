//! How often one key may ask, counted by all processes on one database together.
//!
//! A process takes room for some requests at once, and does not ask again while a key has to wait. So a busy
//! key costs the database ten writes a second, whatever its limit.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use axum::http::StatusCode;
use linkspan_wire::{ApiError, ErrorType};
use sqlx::AnyPool;

use crate::{
    Failure,
    config::RateLimits,
    failure::Answer,
    permissions::Access,
    store::rate_limits::{self, Counted, Pace},
};

/// Microseconds of a second: as many requests as the limit may come at once.
const SECOND: i64 = 1_000_000;
/// Parts of a second for which a process takes room at once.
const PARTS: u32 = 10;

/// The limits, and what this process knows of those who reach them. Only keys that exist are counted, so
/// nobody can fill the memory.
pub struct RateLimiters {
    limits: RateLimits,
    known: Mutex<HashMap<Counted, Arc<tokio::sync::Mutex<Option<Known>>>>>,
}

/// What this process knows of one key; times in Unix microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// There is room for this many requests, until then.
    Room(u32, i64),
    /// There is no room before then.
    Full(i64),
}

impl Known {
    /// Whether it still holds, and says something.
    fn holds_at(&self, now: i64) -> bool {
        matches!(self, Self::Room(1.., until) | Self::Full(until) if now < *until)
    }
}

impl RateLimiters {
    /// With these limits.
    pub fn new(limits: RateLimits) -> Self {
        Self { limits, known: Mutex::default() }
    }

    /// Counts a request of the key with this id.
    ///
    /// # Errors
    /// 429 when there were too many, with the time after which one more is let through; 500 when the
    /// database fails.
    pub async fn check(&self, pool: &AnyPool, key: &str, access: Access) -> Answer<()> {
        let limit = match access {
            Access::Read => self.limits.read,
            Access::Write => self.limits.write,
        };
        let Some(limit) = limit else { return Ok(()) };
        let counted = Counted { key: key.to_owned(), access };
        let known = Arc::clone(self.known().entry(counted.clone()).or_default());
        // Those who come while one asks the database use what it is told.
        let mut known = known.lock().await;
        let now = now();
        let one = match known.take_if(|known| known.holds_at(now)) {
            Some(one) => one,
            None => ask(pool, &counted, limit, now).await?,
        };
        let (one, answer) = match one {
            Known::Room(requests, until) => (Known::Room(requests.saturating_sub(1), until), Ok(())),
            Known::Full(until) => (one, Err(too_many(access, until - now))),
        };
        *known = Some(one);
        answer
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Counted, Arc<tokio::sync::Mutex<Option<Known>>>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes room for some requests, or for one alone.
async fn ask(pool: &AnyPool, counted: &Counted, limit: NonZeroU32, now: i64) -> Result<Known, sqlx::Error> {
    let pace = Pace { each: SECOND / i64::from(limit.get()), window: SECOND };
    for requests in [(limit.get() / PARTS).max(1), 1] {
        if rate_limits::take(pool, counted, pace, requests.into(), now).await? {
            return Ok(Known::Room(requests, now + SECOND));
        }
    }
    Ok(Known::Full(rate_limits::free_at(pool, counted, pace).await?))
}

/// The machine's clock: test helpers move no limit, and processes on several machines share it.
fn now() -> i64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX)
}

fn too_many(access: Access, wait: i64) -> Failure {
    let message = format!("Too many {access} requests with this key in one second. Send fewer, and wait.");
    let error = ApiError::new(ErrorType::InvalidRequestError, "rate_limit", message);
    let seconds = u64::try_from(wait).unwrap_or(0).div_ceil(SECOND.unsigned_abs()).max(1);
    Failure::new(StatusCode::TOO_MANY_REQUESTS, error).with_retry_after(seconds)
}
