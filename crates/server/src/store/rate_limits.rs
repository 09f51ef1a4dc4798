//! How much each key has asked for, counted by all processes together: the generic cell rate algorithm
//! (ITU-T I.371), one number for each key and kind of request.

use sqlx::AnyPool;

use crate::permissions::Access;

/// Whose requests are counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Counted {
    /// `mk_…`
    pub key: String,
    /// Reading and writing ones are counted apart.
    pub access: Access,
}

/// What a request takes, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// One request.
    pub each: i64,
    /// Requests at once may take up to this long.
    pub window: i64,
}

/// Takes room for so many requests, at `now` in Unix microseconds; whether there was room for all of them.
pub async fn take(
    pool: &AnyPool,
    counted: &Counted,
    pace: Pace,
    requests: i64,
    now: i64,
) -> Result<bool, sqlx::Error> {
    let taken = pace.each.saturating_mul(requests);
    // One statement, so that processes take turns at the row.
    let result = sqlx::query(
        "INSERT INTO rate_limits (key, access, full_until) VALUES ($1, $2, $3)
         ON CONFLICT (key, access) DO UPDATE SET full_until =
             CASE WHEN rate_limits.full_until > $4 THEN rate_limits.full_until + $5 ELSE $3 END
         WHERE rate_limits.full_until <= $6",
    )
    .bind(&counted.key)
    .bind(counted.access.to_string())
    .bind(now.saturating_add(taken))
    .bind(now)
    .bind(taken)
    .bind(now.saturating_add(pace.window).saturating_sub(taken))
    .execute(pool)
    .await?;
    Ok(result.rows_affected() > 0)
}

/// When there is room for one request again, in Unix microseconds; in the past where there is room.
pub async fn free_at(pool: &AnyPool, counted: &Counted, pace: Pace) -> Result<i64, sqlx::Error> {
    let full: Option<i64> =
        sqlx::query_scalar("SELECT full_until FROM rate_limits WHERE key = $1 AND access = $2")
            .bind(&counted.key)
            .bind(counted.access.to_string())
            .fetch_optional(pool)
            .await?;
    Ok(full.unwrap_or_default().saturating_add(pace.each).saturating_sub(pace.window))
}
