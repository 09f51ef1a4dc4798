//! One server, killed again and again.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::{ledger::Ledger, mailbox::Mailbox, person::Door, process::Process};

/// How often the server dies; `LINKSPAN_CRASH_ROUNDS` says otherwise.
const ROUNDS: usize = 12;
/// People at the page at the same time.
const PEOPLE: u64 = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_keeps_what_it_acknowledged() {
    let seed = setting("LINKSPAN_CRASH_SEED").unwrap_or_else(|| rand::rng().random());
    let rounds = setting("LINKSPAN_CRASH_ROUNDS").and_then(|n| usize::try_from(n).ok()).unwrap_or(ROUNDS);
    println!("LINKSPAN_CRASH_SEED={seed} LINKSPAN_CRASH_ROUNDS={rounds}");

    let dir = tempfile::tempdir().expect("a directory");
    let mailbox = Mailbox::open().await;
    let mut server = Process::on(dir.path()).await;
    let ready = server.start().await;
    let door = Arc::new(Door::to(vec![ready]));
    let params = [("url", &*mailbox.url), ("enabled_events[]", "*")];
    assert!(door.post("/v1/webhook_endpoints", &params).await.is_ok());

    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let over = Arc::new(AtomicBool::new(false));
    let people: Vec<_> = (0..PEOPLE)
        .map(|number| {
            let rng = StdRng::seed_from_u64(seed.wrapping_add(number + 1));
            tokio::spawn(link_until(Arc::clone(&over), Arc::clone(&door), Arc::clone(&ledger), rng))
        })
        .collect();

    let mut rng = StdRng::seed_from_u64(seed);
    for _ in 0..rounds {
        // How far the work has come when the server dies is the point; there is nothing to wait for.
        tokio::time::sleep(Duration::from_millis(rng.random_range(20..700))).await;
        server.kill();
        server.start().await;
    }
    over.store(true, Ordering::Relaxed);
    for person in people {
        person.await.expect("a person who got to the end");
    }
    // What a killed server had taken to work on comes back after a while; the while is passed over.
    let moved =
        door.post("/v1/test_helpers/financial_connections/clock/advance", &[("seconds", "120")]).await;
    assert!(moved.is_ok(), "the last server was not killed");
    let ledger = std::mem::take(&mut *ledger.lock().expect("no panic while locked"));
    ledger.check(&door, &mailbox).await;
    println!(
        "{rounds} kills, {} links and {} refreshes acknowledged, none lost; {} requests under keys, {} of them cut \
         off, none done twice",
        ledger.count(),
        ledger.refreshes(),
        ledger.keys(),
        ledger.cut_off()
    );
    assert!(ledger.refreshes() > 0, "no refresh was acknowledged");
    assert!(ledger.count() >= rounds, "too little was going on: {}", ledger.count());
}

/// Links again and again, for new customers and for known ones.
async fn link_until(over: Arc<AtomicBool>, door: Arc<Door>, ledger: Arc<Mutex<Ledger>>, mut rng: StdRng) {
    let mut known: Vec<String> = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let customer = if known.is_empty() || rng.random_bool(0.7) {
            let key = format!("key-{:016x}", rng.random::<u64>());
            let customer = door.customer(&key).await;
            ledger.lock().expect("no panic while locked").note_key(key, customer.clone());
            let Some(customer) = customer else { continue };
            known.push(customer.clone());
            customer
        } else {
            known[rng.random_range(0..known.len())].clone()
        };
        let linked = door.link(&customer, rng.random_range(1..=3)).await;
        let account = linked.accounts[0].clone();
        ledger.lock().expect("no panic while locked").note(customer, linked);
        if door.refresh(&account).await.is_ok() {
            ledger.lock().expect("no panic while locked").note_refresh(account);
        }
    }
}

pub fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
