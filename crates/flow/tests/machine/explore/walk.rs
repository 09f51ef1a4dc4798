//! Walks from one state to all that follow it.

use std::{
    collections::{HashMap, VecDeque, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use linkspan_machine::{Effect, Event, Flow, Outcome, RequestError};
use linkspan_wire::link::{Manifest, Pane};

use super::graph::{Cause, Graph, Place};
use crate::{
    model::{
        rules,
        server::{Server, deliver},
        world::{Fate, World},
    },
    stage::looks_like,
};

/// Enough for all that can be reached today; a walk that is cut off is a failure.
const MAX_STATES: usize = 90_000;

/// One walk: where it begins, and what may happen on it.
pub struct Walk {
    pub name: &'static str,
    pub server: Server,
    /// What the person and the browser do.
    pub alphabet: Vec<Event>,
    /// How requests fail, by the place in the model's list. None for a walk on which nothing fails.
    pub errors: Vec<u8>,
    /// Whether the page is loaded again in every state.
    pub reloads: bool,
}

/// What a walk found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub states: usize,
    pub transitions: usize,
    pub ignored: usize,
    pub ends: usize,
}

impl Walk {
    /// Whether requests fail on it, answers get lost, and panes of a newer server are named.
    pub fn fails(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Walks every state, and asks of each what holds of a state.
    pub fn go(&self) -> (Graph, Counts) {
        let mut world = World::new(self.server.clone());
        world.step(&Event::Start);
        let mut walker = Walker {
            walk: self,
            manifests: Manifests::default(),
            seen: HashMap::new(),
            queue: VecDeque::new(),
            graph: Graph::new(),
            counts: Counts { states: 0, transitions: 0, ignored: 0, ends: 0 },
        };
        walker.reach(None, world);
        while let Some((from, world)) = walker.queue.pop_front() {
            walker.follow_the_person(from, &world);
            walker.follow_the_answers(from, &world);
            if self.reloads {
                walker.load_the_page_again(from, &world);
            }
        }
        walker.counts.states = walker.seen.len();
        assert!(walker.counts.states < MAX_STATES, "{}: cut off", self.name);
        (walker.graph, walker.counts)
    }
}

struct Walker<'a> {
    walk: &'a Walk,
    manifests: Manifests,
    seen: HashMap<u64, usize>,
    queue: VecDeque<(usize, World)>,
    graph: Graph,
    counts: Counts,
}

impl Walker<'_> {
    fn follow_the_person(&mut self, from: usize, world: &World) {
        for event in &self.walk.alphabet {
            if matches!(event, Event::OpenDetails(_)) && world.flow.pane() != Some(Pane::Consent) {
                continue;
            }
            let mut next = world.clone();
            let effects = next.step(event);
            if effects.is_empty() && looks_like(&world.flow, &next.flow) {
                self.counts.ignored += 1;
            } else {
                self.reach(Some((from, Cause::told(event))), next);
            }
        }
    }

    fn follow_the_answers(&mut self, from: usize, world: &World) {
        for which in 0..world.pending.len() {
            let asked = &world.pending[which];
            let fails = self.walk.fails();
            // The second way in which a session opens is with a pane that this build does not know.
            let odd = matches!(asked, Effect::Synchronize(_));
            let good = (0..Server::variants(asked)).filter(|way| fails || !odd || *way != 1).map(Fate::Good);
            let bad = self.walk.errors.iter().copied().map(Fate::Fails).chain([Fate::Lost(0)]);
            let may_fail = fails && !matches!(asked, Effect::Wait(..));
            for fate in good.chain(bad.filter(|_| may_fail)) {
                let mut next = world.clone();
                let (event, good) = next.take_answer(which, fate);
                let Some(event) = event else { continue };
                next.step(&event);
                self.reach(Some((from, Cause::answered(&event, good))), next);
            }
        }
    }

    fn load_the_page_again(&mut self, from: usize, world: &World) {
        let mut next = world.clone();
        next.reload();
        self.reach(Some((from, Cause::reload())), next);
    }

    fn reach(&mut self, by: Option<(usize, Cause)>, mut world: World) {
        self.counts.transitions += 1;
        let to = if let Some(outcome) = &world.outcome {
            self.counts.ends += 1;
            rules::nothing_linked_is_lost(&world);
            rules::never_cancelled_with_accounts(&world);
            rules::replays(&world);
            end_of(&self.graph, outcome)
        } else {
            forget_what_nobody_awaits(&mut world);
            let key = key(&world, self.manifests.place(&world.flow));
            if let Some(&known) = self.seen.get(&key) {
                known
            } else if self.seen.len() < MAX_STATES {
                rules::of_a_state(&world, &self.walk.errors);
                let new = self.graph.add(Place::of(&world.flow));
                self.seen.insert(key, new);
                self.queue.push_back((new, world));
                new
            } else {
                return;
            }
        };
        if let Some((from, cause)) = by {
            self.graph.connect(from, cause, to);
        }
    }
}

fn end_of(graph: &Graph, outcome: &Outcome) -> usize {
    match &outcome.result.session {
        None => graph.failed,
        Some(session) if session.accounts.is_empty() => graph.cancelled,
        Some(_) => graph.linked,
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

/// All that the next steps can depend on: the whole flow, what is on its way, and what the server holds.
/// Nothing leads back from an end that began, so of such a flow the pane below and its tries do not count.
fn key(world: &World, manifest: Option<usize>) -> u64 {
    let World { flow, server, pending, confirmed, .. } = world;
    let browser = (flow.online(), flow.opens_windows());
    let text = if let Some(closing) = flow.closing() {
        format!("{browser:?} {closing:?} {manifest:?} {server:?} {pending:?} {confirmed:?}")
    } else {
        let (screen, sheet, unseen) = (flow.screen(), flow.sheet(), flow.unseen());
        format!(
            "{browser:?} {screen:?} {sheet:?} {unseen:?} {manifest:?} {server:?} {pending:?} {confirmed:?}"
        )
    };
    let mut hasher = DefaultHasher::new();
    plain(&text).hash(&mut hasher);
    hasher.finish()
}

/// The manifests that were seen, to be told by their place: there are few, and printing them is slow.
#[derive(Default)]
struct Manifests(Vec<Manifest>);

impl Manifests {
    /// What follows from the next pane and the sign-in in it has followed when it came.
    fn place(&mut self, flow: &Flow) -> Option<usize> {
        let known = flow.manifest()?.clone();
        let manifest = Manifest { active_auth_session: None, next_pane: Pane::Unknown, ..known };
        let place = self.0.iter().position(|known| *known == manifest);
        Some(place.unwrap_or_else(|| {
            self.0.push(manifest);
            self.0.len() - 1
        }))
    }
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
        // Failures decide how long a pause is. The limit of polls has a test of its own
        // (`panes/accounts_loading.rs`): a walk to it would see each state behind 180 others.
        let counts = ["tickets: ", "polls: ", "failures: ", "begun: "];
        if before.ends_with("Ticket(") || before.ends_with("bcsess_") {
            // Which is which matters, not how it is called.
            let place = ids.iter().position(|id| *id == number).unwrap_or_else(|| {
                ids.push(number);
                ids.len() - 1
            });
            plain.push_str(&place.to_string());
        } else if before == "), " {
            // How long a pause is decides nothing.
        } else if !counts.iter().any(|count| before.ends_with(count)) {
            plain.push_str(number);
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}
