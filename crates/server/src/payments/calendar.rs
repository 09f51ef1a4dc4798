//! Business days: Monday to Friday, in UTC. Holidays of banks are not known here.

const DAY: i64 = 24 * 60 * 60;

/// The same time of day, so many business days later.
pub(super) fn business_days_after(from: i64, days: u32) -> i64 {
    let mut at = from;
    for _ in 0..days {
        at = at.saturating_add(DAY);
        while is_weekend(at) {
            at = at.saturating_add(DAY);
        }
    }
    at
}

fn is_weekend(at: i64) -> bool {
    // The first of January 1970 was a Thursday: with Monday as 0, a 3.
    (at.div_euclid(DAY) + 3).rem_euclid(7) >= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_do_not_count() {
        // Thursday, 26 November 2026, one second past noon.
        let thursday = 1_795_694_401;
        assert_eq!(business_days_after(thursday, 0), thursday);
        assert_eq!(business_days_after(thursday, 1), thursday + DAY);
        assert_eq!(business_days_after(thursday, 2), thursday + 4 * DAY);
        assert_eq!(business_days_after(thursday, 4), thursday + 6 * DAY);
        // On a Saturday the first one is Monday.
        assert_eq!(business_days_after(thursday + 2 * DAY, 1), thursday + 4 * DAY);
    }
}
