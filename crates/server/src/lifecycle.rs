//! From the start to the stop of this process.

use tokio::sync::watch;

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    /// As long as nobody says otherwise.
    Serving,
    /// It was told to stop: it serves, and asks for no more work.
    Draining,
    /// It takes no new connections, and what it holds back is answered.
    Closing,
}

/// How far this process has come; never back.
#[derive(Debug)]
pub struct Lifecycle(watch::Sender<Phase>);

impl Default for Lifecycle {
    fn default() -> Self {
        Self(watch::Sender::new(Phase::Serving))
    }
}

impl Lifecycle {
    /// It was told to stop.
    pub fn drain(&self) {
        self.reach(Phase::Draining);
    }

    /// It closes its listeners.
    pub fn close(&self) {
        self.reach(Phase::Closing);
    }

    fn reach(&self, phase: Phase) {
        self.0.send_if_modified(|reached| {
            let further = *reached < phase;
            *reached = (*reached).max(phase);
            further
        });
    }

    /// Whether it wants more work.
    pub fn is_ready(&self) -> bool {
        *self.0.borrow() == Phase::Serving
    }

    /// Waits until it closes its listeners.
    pub async fn closing(&self) {
        // The sender is here, so there is no error.
        let _ = self.0.subscribe().wait_for(|phase| *phase == Phase::Closing).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn there_is_no_way_back() {
        let lifecycle = Lifecycle::default();
        assert!(lifecycle.is_ready());
        lifecycle.close();
        lifecycle.drain();
        assert!(!lifecycle.is_ready());
        lifecycle.closing().await;
    }
}
