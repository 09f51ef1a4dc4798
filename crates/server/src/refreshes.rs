//! Reads data of linked accounts from banks: on request, at link time, daily for subscriptions. And
//! looks after the accesses that it is read through.
//!
//! All of it is asynchronous (Stripe's API reference): a refresh is a row in a queue, workers of any process
//! take it, and an event tells how it ended.

mod access;
mod feature;
mod numbers;
mod outcome;
mod source;
mod start;
mod status;
mod work;
mod worker;

pub use feature::Feature;
pub use numbers::{ask_numbers, has_numbers};
pub use start::{begin, is_available, of_prefetch};
pub use status::{abandon, deactivate, disconnect, expect_end};
pub use worker::{FIRST_CHECK, round, run};

/// Seconds in which an access is asked again, and in which a subscription refreshes.
pub const DAY: i64 = 24 * 60 * 60;

/// When a bank is asked again about something that may end: tomorrow, or at its end.
fn next_look(ends_at: Option<i64>, now: i64) -> i64 {
    let tomorrow = now.saturating_add(DAY);
    ends_at.filter(|at| *at > now).map_or(tomorrow, |at| at.min(tomorrow))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bank_is_asked_daily_or_at_an_end_that_comes_sooner() {
        let now = 1_000;
        assert_eq!(next_look(None, now), now + DAY);
        assert_eq!(next_look(Some(now + 60), now), now + 60);
        assert_eq!(next_look(Some(now + 2 * DAY), now), now + DAY);
        // An end that is over has been seen.
        assert_eq!(next_look(Some(now), now), now + DAY);
    }
}
