//! A webhook endpoint that answers what the test wants.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use tokio::{net::TcpListener, sync::mpsc};

/// What was posted.
pub struct Posted {
    pub signature: String,
    pub content_type: String,
    pub body: String,
}

#[derive(Clone)]
struct Desk {
    posted: mpsc::UnboundedSender<Posted>,
    /// What to answer; the last one again and again.
    answers: Arc<Mutex<Vec<u16>>>,
}

/// A webhook endpoint on this machine.
pub struct Receiver {
    pub url: String,
    posted: mpsc::UnboundedReceiver<Posted>,
}

impl Receiver {
    /// Answers these statuses, one after the other, and the last one from then on.
    pub async fn answering(answers: &[u16]) -> Self {
        let (sender, posted) = mpsc::unbounded_channel();
        let answers = answers.iter().rev().copied().collect();
        let desk = Desk { posted: sender, answers: Arc::new(Mutex::new(answers)) };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let router = Router::new().route("/hook", post(receive)).with_state(desk);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, posted }
    }

    /// The next request, waited for.
    pub async fn next(&mut self) -> Posted {
        let waited = tokio::time::timeout(std::time::Duration::from_secs(20), self.posted.recv()).await;
        waited.expect("a webhook in time").expect("the receiver runs")
    }

    /// Whether something was posted that nobody has read yet.
    pub fn is_empty(&self) -> bool {
        self.posted.is_empty()
    }
}

async fn receive(State(desk): State<Desk>, headers: HeaderMap, body: String) -> (StatusCode, HeaderMap) {
    let text =
        |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap_or_default()).to_owned();
    let posted = Posted { signature: text("stripe-signature"), content_type: text("content-type"), body };
    desk.posted.send(posted).expect("the test listens");
    let mut answers = desk.answers.lock().expect("no panic while locked");
    let status = if answers.len() > 1 { answers.pop() } else { answers.last().copied() };
    let status = StatusCode::from_u16(status.expect("an answer")).expect("a status");
    let mut headers = HeaderMap::new();
    if status.is_redirection() {
        headers.insert("location", "http://127.0.0.1:1/elsewhere".parse().expect("a header"));
    }
    (status, headers)
}
