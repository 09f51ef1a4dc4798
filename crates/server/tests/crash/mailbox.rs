//! The merchant's webhook endpoint: outlives the servers, keeps what it was sent.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use axum::{Router, extract::State, routing::post};
use serde_json::Value;
use tokio::{net::TcpListener, sync::Notify};

/// One event as it came.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrived {
    pub id: String,
    pub kind: String,
    /// Id of the object it is about.
    pub object: String,
}

#[derive(Clone, Default)]
struct Box {
    arrived: Arc<Mutex<BTreeSet<Arrived>>>,
    news: Arc<Notify>,
}

/// The endpoint.
pub struct Mailbox {
    pub url: String,
    inner: Box,
}

impl Mailbox {
    pub async fn open() -> Self {
        let inner = Box::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let router = Router::new().route("/hook", post(receive)).with_state(inner.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, inner }
    }

    /// What has arrived, each once however often it came.
    pub fn arrived(&self) -> BTreeSet<Arrived> {
        self.inner.arrived.lock().expect("no panic while locked").clone()
    }

    /// Waits until `enough` says so of what has arrived.
    pub async fn until(&self, enough: impl Fn(&BTreeSet<Arrived>) -> bool) {
        let waited = tokio::time::timeout(std::time::Duration::from_mins(1), async {
            loop {
                let news = self.inner.news.notified();
                if enough(&self.arrived()) {
                    return;
                }
                news.await;
            }
        });
        waited.await.expect("the webhooks in time");
    }
}

async fn receive(State(inner): State<Box>, body: String) {
    let event: Value = serde_json::from_str(&body).expect("an event");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let arrived = Arrived {
        id: text(&event["id"]),
        kind: text(&event["type"]),
        object: text(&event["data"]["object"]["id"]),
    };
    inner.arrived.lock().expect("no panic while locked").insert(arrived);
    inner.news.notify_one();
}
