//! Random people against the real server: the real state machine of the flow, requests over real
//! HTTP, the real test bank. Only what lies between is made up: requests that fail, answers that get
//! lost, come late or twice, a page that is loaded again, a person who leaves, a clock that jumps.
//!
//! `LINKSPAN_PEOPLE` says how many people come, `LINKSPAN_PEOPLE_SEED` which one is the first: a
//! failure prints both.
#![allow(clippy::print_stdout, reason = "seeds and counts are for whoever runs it")]

#[path = "../support/mod.rs"]
mod support;

mod at_bank;
mod person;
mod presses;
mod rules;
mod transport;
mod visit;

use std::time::Instant;

use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::{
    person::Person,
    support::{App, app::TestMerchant},
    visit::Visit,
};

/// How many people come, enough for some of them to go every way that there is; `LINKSPAN_PEOPLE` says
/// otherwise.
const PEOPLE: u64 = 96;
/// How many of them at the same time, each with a server of their own: they move its clock.
const SERVERS: u64 = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_people_get_what_the_server_holds_and_can_always_leave() {
    let seed = setting("LINKSPAN_PEOPLE_SEED").unwrap_or_else(|| rand::rng().random_range(0..1 << 32));
    let people = setting("LINKSPAN_PEOPLE").unwrap_or(PEOPLE);
    println!("LINKSPAN_PEOPLE_SEED={seed} LINKSPAN_PEOPLE={people}");
    let began = Instant::now();
    let shifts: Vec<_> = (0..SERVERS.min(people))
        .map(|first| tokio::spawn(shift((seed + first..seed + people).step_by(2).collect())))
        .collect();
    let mut all = Visit::default();
    for shift in shifts {
        all += shift.await.expect("people without a failure");
    }
    println!("{all:?} in {:.1?}", began.elapsed());
    if people >= PEOPLE {
        assert_eq!(all.unseen(), Vec::<&str>::new(), "nobody went these ways: {all:?}");
    }
}

/// Some people, one after the other, at one server.
async fn shift(seeds: Vec<u64>) -> Visit {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let mut all = Visit::default();
    for seed in seeds {
        all += one(&app, &merchant, seed).await;
    }
    all
}

async fn one(app: &App, merchant: &TestMerchant, seed: u64) -> Visit {
    let _named = Named(seed);
    Person::comes(app, merchant, StdRng::seed_from_u64(seed)).await.visits().await
}

/// Names the seed of whoever found something.
struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("again with: LINKSPAN_PEOPLE_SEED={} LINKSPAN_PEOPLE=1", self.0);
        }
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}
