//! A clock that tests move.

use std::sync::atomic::{AtomicI64, Ordering};

use linkspan_server::clock::Clock;

/// Stands still until it is moved.
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Begins at the machine's time.
    pub fn started() -> Self {
        Self(AtomicI64::new(linkspan_server::clock::SystemClock.now()))
    }

    /// Moves it on.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}
