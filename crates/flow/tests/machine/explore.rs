//! Every state within reach of a small alphabet, walked breadth first.
//!
//! Two states are the same when they print the same but for what only counts: tickets, ids of
//! sign-ins, tries.

use std::{
    collections::{HashSet, VecDeque, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use linkspan_machine::{Details, Event, RequestError};
use linkspan_wire::link::{FieldValue, Pane};

use crate::{
    fixtures::bank,
    model::{
        rules,
        server::{Server, deliver},
        world::{Fate, World},
    },
    stage::looks_like,
};

/// Enough for all that can be reached today; a walk that is cut off is a failure.
const MAX_STATES: usize = 8_000;

/// Errors by their place in the model's list: no network, expired, completed, out of step, the bank
/// broke, accounts cannot be read.
const ERRORS: [u8; 6] = [0, 4, 5, 7, 10, 11];

fn alphabet() -> Vec<Event> {
    vec![
        Event::Agree,
        Event::OpenDetails(Details::About),
        Event::CloseSheet,
        Event::Query("n".into()),
        Event::Pick(bank("northline")),
        Event::OpenBank,
        Event::SubmitCredentials(vec![FieldValue { name: "password".into(), value: "x".into() }]),
        Event::ToggleAllAccounts,
        Event::Share,
        Event::AnotherBank,
        Event::Retry,
        Event::Done,
        Event::Back,
        Event::Close,
        Event::ConfirmLeave,
    ]
}

#[test]
fn every_state_of_a_session_for_one_account() {
    walk(Server::new(Some(1), false));
}

/// Two accounts from one bank, then one from another; the success pane is skipped.
#[test]
fn every_state_of_a_session_for_three_accounts() {
    walk(Server::new(Some(3), true));
}

#[test]
fn every_state_of_a_session_that_is_resumed() {
    walk(Server::left_at_sign_in(Some(1)));
}

#[expect(clippy::print_stdout, reason = "how far the walk went, with --nocapture")]
fn walk(server: Server) {
    let walk = Walk::of(server);
    let Walk { seen, transitions, ignored, ends, .. } = &walk;
    println!("{} states, {transitions} transitions, {ignored} ignored events, {ends} ends", seen.len());
    assert!(seen.len() < MAX_STATES, "cut off");
    assert!(seen.len() > 1_000 && *ends > 100, "hardly anything was walked");
}

struct Walk {
    seen: HashSet<u64>,
    queue: VecDeque<World>,
    transitions: usize,
    ignored: usize,
    ends: usize,
}

impl Walk {
    fn of(server: Server) -> Self {
        let mut world = World::new(server);
        world.step(&Event::Start);
        let mut walk =
            Self { seen: HashSet::new(), queue: VecDeque::new(), transitions: 0, ignored: 0, ends: 0 };
        walk.reach(world);
        let alphabet = alphabet();
        while let Some(world) = walk.queue.pop_front() {
            for event in &alphabet {
                if matches!(event, Event::OpenDetails(_)) && world.flow.pane() != Some(Pane::Consent) {
                    continue;
                }
                let mut next = world.clone();
                let effects = next.step(event);
                if effects.is_empty() && looks_like(&world.flow, &next.flow) {
                    walk.ignored += 1;
                } else {
                    walk.reach(next);
                }
            }
            for which in 0..world.pending.len() {
                let good = (0..Server::variants(&world.pending[which])).map(Fate::Good);
                for fate in good.chain(ERRORS.map(Fate::Fails)).chain([Fate::Lost(0)]) {
                    let mut next = world.clone();
                    next.answer(which, fate);
                    walk.reach(next);
                }
            }
        }
        walk
    }

    fn reach(&mut self, mut world: World) {
        self.transitions += 1;
        if world.outcome.is_some() {
            rules::nothing_linked_is_lost(&world);
            self.ends += 1;
            return;
        }
        forget_what_nobody_awaits(&mut world);
        if self.seen.len() < MAX_STATES && self.seen.insert(key(&world)) {
            rules::of_a_state(&world, &ERRORS);
            self.queue.push_back(world);
        }
    }
}

/// Keeps the walk finite: answers without effect lead nowhere.
fn forget_what_nobody_awaits(world: &mut World) {
    let World { flow, pending, answered, .. } = world;
    pending.retain(|asked| {
        let mut after = flow.clone();
        deliver(asked, Err(RequestError::Timeout))
            .is_some_and(|event| !after.step(event).is_empty() || !looks_like(flow, &after))
    });
    let old = answered.len().saturating_sub(3);
    answered.drain(..old);
}

/// What the next steps depend on. Below a flow that ends only what is on its way still counts.
fn key(world: &World) -> u64 {
    let World { flow, server, pending, confirmed, .. } = world;
    let linked =
        flow.manifest().map(|manifest| (manifest.consent.acquired_at, manifest.linked_accounts.len()));
    let text = if let Some(closing) = flow.closing() {
        format!("{closing:?} {linked:?} {pending:?} {confirmed:?} {:?}", server.linked)
    } else {
        let allowed = [Pane::Consent, Pane::InstitutionPicker].map(|pane| flow.is_allowed(pane));
        let (screen, sheet) = (flow.screen(), flow.sheet());
        format!("{screen:?} {sheet:?} {linked:?} {allowed:?} {server:?} {pending:?} {confirmed:?}")
    };
    let mut hasher = DefaultHasher::new();
    plain(&text).hash(&mut hasher);
    hasher.finish()
}

/// The text without what only counts.
fn plain(text: &str) -> String {
    let mut ids: Vec<&str> = Vec::new();
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|sign: char| sign.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(from.len());
        let (number, after) = from.split_at(end);
        plain.push_str(before);
        let counts = ["tickets: ", "polls: ", "failures: ", "begun: "];
        if before.ends_with("Ticket(") || before.ends_with("bcsess_") {
            // Which is which matters, not how it is called.
            let place = ids.iter().position(|id| *id == number).unwrap_or_else(|| {
                ids.push(number);
                ids.len() - 1
            });
            plain.push_str(&place.to_string());
        } else if !counts.iter().any(|count| before.ends_with(count)) {
            plain.push_str(number);
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}
