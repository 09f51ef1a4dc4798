//! A server killed in the middle of a delivery: the listener sees the event again, under its id.

use std::time::Duration;

use axum::{Router, extract::State, routing::post};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::Value;
use tokio::{
    net::TcpListener,
    sync::{mpsc, watch},
};

use crate::{kill::setting, person::Door, process::Process};

/// How often the server dies; `LINKSPAN_CRASH_ROUNDS` says otherwise.
const ROUNDS: usize = 6;
const CREATED: &str = "financial_connections.account.created";

/// A webhook endpoint that can keep the server waiting.
struct Listener {
    url: String,
    arrived: mpsc::UnboundedReceiver<Arrived>,
    answering: watch::Sender<bool>,
}

/// An event as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Arrived {
    id: String,
    body: String,
}

#[derive(Clone)]
struct Desk {
    arrived: mpsc::UnboundedSender<Arrived>,
    answering: watch::Receiver<bool>,
}

impl Listener {
    async fn open() -> Self {
        let (sender, arrived) = mpsc::unbounded_channel();
        let (answering, answers) = watch::channel(true);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let desk = Desk { arrived: sender, answering: answers };
        let router = Router::new().route("/hook", post(receive)).with_state(desk);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, arrived, answering }
    }

    async fn next(&mut self) -> Arrived {
        let waited = tokio::time::timeout(Duration::from_mins(1), self.arrived.recv()).await;
        waited.expect("a webhook in time").expect("the listener runs")
    }
}

/// What has arrived is noted before it is answered, as a merchant's server that works does.
async fn receive(State(mut desk): State<Desk>, body: String) {
    let event: Value = serde_json::from_str(&body).expect("an event");
    let id = event["id"].as_str().expect("an id").to_owned();
    desk.arrived.send(Arrived { id, body }).expect("the test listens");
    // The server may be dead by then, and this with its connection.
    desk.answering.wait_for(|answering| *answering).await.expect("the test goes on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_delivery_that_was_cut_off_comes_again_under_its_id() {
    let seed = setting("LINKSPAN_CRASH_SEED").unwrap_or_else(|| rand::rng().random());
    let rounds = setting("LINKSPAN_CRASH_ROUNDS").and_then(|n| usize::try_from(n).ok()).unwrap_or(ROUNDS);
    println!("LINKSPAN_CRASH_SEED={seed} LINKSPAN_CRASH_ROUNDS={rounds}");
    let mut rng = StdRng::seed_from_u64(seed);
    let dir = tempfile::tempdir().expect("a directory");
    let mut server = Process::on(dir.path()).await;
    let door = Door::to(vec![server.start().await]);
    let mut listener = Listener::open().await;
    let params = [("url", &*listener.url), ("enabled_events[]", CREATED)];
    let endpoint = door.post("/v1/webhook_endpoints", &params).await.unwrap_or_default();
    let endpoint = endpoint["id"].as_str().expect("an endpoint").to_owned();

    let mut again = 0;
    for round in 0..rounds {
        listener.answering.send_replace(false);
        let customer = door.customer(&format!("round-{round}")).await.expect("a living server");
        let account = door.link(&customer, 1).await.accounts.remove(0);
        let first = listener.next().await;
        // Half of the servers die while they wait for the answer, the others about when they get it.
        let answered = round % 2 == 1;
        if answered {
            listener.answering.send_replace(true);
            std::thread::sleep(Duration::from_micros(rng.random_range(0..8000)));
        }
        server.kill();
        listener.answering.send_replace(true);
        server.start().await;
        // The endpoint is the dead server's for a while; the while is passed over.
        let advance = "/v1/test_helpers/financial_connections/clock/advance";
        assert!(door.post(advance, &[("seconds", "30")]).await.is_ok());

        if !answered {
            assert_eq!(listener.next().await, first, "not again, or as another event");
            again += 1;
        }
        let event = settled(&door, &first.id).await;
        assert_eq!(event["data"]["object"]["id"], account, "{event}");
        let attempts = format!("/v1/webhook_endpoints/{endpoint}/attempts?event={}", first.id);
        let attempts = door.surely_get(&attempts).await;
        assert_eq!(attempts["data"][0]["http_status"], 200, "{attempts}");
        while let Ok(more) = listener.arrived.try_recv() {
            assert_eq!(more, first, "as another event");
            again += 1;
        }
    }
    let events = door.surely_get(&format!("/v1/events?limit=100&type={CREATED}")).await;
    assert_eq!(
        events["data"].as_array().expect("rows").len(),
        rounds,
        "an event for each account, and no more"
    );
    println!("{rounds} kills in the middle of a delivery, {again} events came again, none lost");
}

/// The event as soon as its endpoint has confirmed it.
async fn settled(door: &Door, id: &str) -> Value {
    for _ in 0..1200 {
        let event = door.surely_get(&format!("/v1/events/{id}")).await;
        if event["pending_webhooks"] == 0 {
            return event;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{id} was never confirmed")
}
