//! When a delivery that failed is tried again.

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// Seconds to wait after the first, second, … attempt: 3 days in all. It begins in seconds, so
/// that a receiver that was just being restarted hardly notices.
const WAITS: [i64; 11] =
    [2, 8, 30, 2 * MINUTE, 10 * MINUTE, HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, 23 * HOUR, 23 * HOUR];

/// Seconds to wait after this many attempts; `None` when it is time to give up.
pub fn wait_after(attempts: i64) -> Option<i64> {
    let place = usize::try_from(attempts.checked_sub(1)?).ok()?;
    WAITS.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_within_three_days() {
        assert!(WAITS.is_sorted());
        let whole: i64 = WAITS.iter().sum();
        assert!((2 * 24 * HOUR..=3 * 24 * HOUR).contains(&whole), "{whole}");
        assert_eq!(wait_after(1), Some(2));
        assert_eq!(wait_after(12), None);
    }
}
