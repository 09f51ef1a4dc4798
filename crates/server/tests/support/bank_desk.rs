//! Stands before the bank: counts what it is asked, can hold an answer back, and can answer in its
//! place.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::sync::{Notify, Semaphore};

/// Paths are those behind the institution, such as `/token`.
#[derive(Default)]
pub struct BankDesk {
    asked: Mutex<HashMap<String, usize>>,
    asked_now: Notify,
    broken: Mutex<HashMap<String, StatusCode>>,
    held: Mutex<HashMap<String, Arc<Semaphore>>>,
}

/// Holds answers back until it is opened.
pub struct Gate(Arc<Semaphore>);

impl Gate {
    pub fn open(self) {
        self.0.add_permits(Semaphore::MAX_PERMITS);
    }
}

impl BankDesk {
    /// How often the bank was asked this.
    pub fn asked(&self, path: &str) -> usize {
        self.asked.lock().expect("a lock").get(path).copied().unwrap_or_default()
    }

    /// Ends when the bank has been asked this.
    pub async fn until_asked(&self, path: &str) {
        loop {
            let asked_now = self.asked_now.notified();
            if self.asked(path) > 0 {
                return;
            }
            asked_now.await;
        }
    }

    /// From now on this path answers with a status and nothing else.
    pub fn break_path(&self, path: &str, status: StatusCode) {
        self.broken.lock().expect("a lock").insert(path.into(), status);
    }

    /// The path is the bank's own again.
    pub fn mend(&self, path: &str) {
        self.broken.lock().expect("a lock").remove(path);
    }

    /// From now on this path waits for the gate.
    pub fn hold(&self, path: &str) -> Gate {
        let gate = Arc::new(Semaphore::new(0));
        self.held.lock().expect("a lock").insert(path.into(), Arc::clone(&gate));
        Gate(gate)
    }
}

/// The layer.
pub async fn at_the_desk(State(desk): State<Arc<BankDesk>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let behind = path[1..].find('/').map_or_else(|| "/".to_owned(), |at| path[at + 1..].to_owned());
    *desk.asked.lock().expect("a lock").entry(behind.clone()).or_default() += 1;
    desk.asked_now.notify_waiters();
    let gate = desk.held.lock().expect("a lock").get(&behind).cloned();
    if let Some(gate) = gate {
        gate.acquire().await.expect("a gate").forget();
    }
    let broken = desk.broken.lock().expect("a lock").get(&behind).copied();
    match broken {
        Some(status) => status.into_response(),
        None => next.run(request).await,
    }
}
