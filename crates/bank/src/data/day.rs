//! Days counted from 1970, and the months that they are in.

use time::OffsetDateTime;

pub(super) const HOUR: i64 = 60 * 60;
pub(super) const DAY: i64 = 24 * HOUR;

/// The day of that second.
pub(super) const fn of(at: i64) -> i64 {
    at.div_euclid(DAY)
}

/// Its number in its month; `None` where the calendar ends.
pub(super) fn date(day: i64) -> Option<u8> {
    OffsetDateTime::from_unix_timestamp(day.checked_mul(DAY)?).ok().map(OffsetDateTime::day)
}

/// The first day of its month.
pub(super) fn first_of_month(day: i64) -> Option<i64> {
    Some(day + 1 - i64::from(date(day)?))
}

/// The first day of the month before the one that begins on `first`.
pub(super) fn month_before(first: i64) -> Option<i64> {
    first_of_month(first - 1)
}

/// The first day of the month after the one that begins on `first`.
pub(super) fn month_after(first: i64) -> Option<i64> {
    first_of_month(first + 31)
}
