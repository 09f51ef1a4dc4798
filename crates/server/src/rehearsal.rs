//! What test helpers changed for the whole sandbox, as this process knows it: how far the clock is
//! ahead, and which banks are down. The database has the truth; a change made by another process is
//! known here within [`INTERVAL`].

use std::{
    collections::BTreeSet,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use crate::{
    AppState,
    clock::Clock,
    store::{Store, rehearsal},
};

/// Between two readings.
const INTERVAL: Duration = Duration::from_secs(1);

/// The sandbox's clock and outages.
pub struct Rehearsal {
    clock: Arc<dyn Clock>,
    offset: AtomicI64,
    down: RwLock<BTreeSet<String>>,
    /// One reading at a time: an older one must not be taken over behind a newer one.
    reading: tokio::sync::Mutex<()>,
}

impl Rehearsal {
    /// Nothing is changed yet; `clock` is the time without test helpers.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            offset: AtomicI64::new(0),
            down: RwLock::default(),
            reading: tokio::sync::Mutex::default(),
        }
    }

    /// Reads what is in the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(&self, store: &Store) -> Result<(), sqlx::Error> {
        let _alone = self.reading.lock().await;
        self.offset.store(rehearsal::offset(store.pool()).await?, Ordering::SeqCst);
        let down = rehearsal::down(store.pool()).await?;
        *self.down.write().unwrap_or_else(PoisonError::into_inner) = down;
        Ok(())
    }

    /// The time without test helpers.
    pub fn real_now(&self) -> i64 {
        self.clock.now()
    }

    /// Whether a test helper took an institution down.
    pub fn is_down(&self, institution: &str) -> bool {
        self.down.read().unwrap_or_else(PoisonError::into_inner).contains(institution)
    }
}

impl Clock for Rehearsal {
    fn now(&self) -> i64 {
        self.clock.now().saturating_add(self.offset.load(Ordering::SeqCst))
    }
}

/// Keeps up with other processes until the task is aborted.
pub async fn run(state: AppState) {
    let mut ticks = tokio::time::interval(INTERVAL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = state.rehearsal.load(&state.store).await {
            tracing::error!(%error, "the sandbox's clock could not be read; it is tried again");
        }
    }
}
