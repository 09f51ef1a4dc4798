//! What limiters have in common.

use std::time::Duration;

use governor::{
    NotUntil,
    clock::{Clock, DefaultClock, QuantaInstant},
};

/// Whole seconds after which one more is let through, at least one.
pub fn wait(early: &NotUntil<QuantaInstant>, clock: &DefaultClock) -> u64 {
    let wait: Duration = early.wait_time_from(clock.now());
    u64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u64::MAX).max(1)
}
