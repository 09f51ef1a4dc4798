//! Webhooks that arrived: each event once, for every page that looks.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use serde_json::Value;
use tokio::sync::broadcast;
use tokio_stream::{Stream, StreamExt, wrappers::BroadcastStream};

/// How many events are kept: for telling repeats, and for a page that is opened later.
const KEPT: usize = 200;

/// Events by arrival.
pub struct Inbox {
    kept: Mutex<VecDeque<Value>>,
    arrivals: broadcast::Sender<Value>,
}

impl Default for Inbox {
    fn default() -> Self {
        Self { kept: Mutex::default(), arrivals: broadcast::Sender::new(KEPT) }
    }
}

impl Inbox {
    /// Takes an event in. A repeat, which retries make possible, changes nothing and gives false.
    pub fn take(&self, event: Value) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.iter().any(|known| known["id"] == event["id"]) {
            return false;
        }
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(event.clone());
        // Nobody may be looking, which is no failure.
        let _ = self.arrivals.send(event);
        true
    }

    /// What arrived so far, then what arrives from now on.
    pub fn events(&self) -> impl Stream<Item = Value> + use<> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Under the lock, so that no event falls between the two.
        let arrivals = BroadcastStream::new(self.arrivals.subscribe());
        tokio_stream::iter(kept.clone()).chain(arrivals.filter_map(Result::ok))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn a_repeat_is_taken_once_and_late_readers_miss_nothing() {
        let inbox = Inbox::default();
        assert!(inbox.take(json!({ "id": "evt_1", "n": 1 })));
        let mut events = inbox.events();
        assert!(!inbox.take(json!({ "id": "evt_1", "n": 2 })));
        assert!(inbox.take(json!({ "id": "evt_2" })));
        assert_eq!(events.next().await, Some(json!({ "id": "evt_1", "n": 1 })));
        assert_eq!(events.next().await, Some(json!({ "id": "evt_2" })));
    }
}
