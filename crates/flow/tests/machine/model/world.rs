//! Flow, server and what lies between them: requests that are still to be answered, answers that
//! may come again.

use std::collections::BTreeSet;

use linkspan_machine::{Effect, Event, Flow, Outcome, RequestError, log::Step};
use linkspan_wire::{ExtraFields, error::code, link::Pane};

use super::{
    rules,
    server::{Body, Server, deliver},
};
use crate::{fixtures, stage::ticket_of};

#[derive(Clone)]
pub struct World {
    pub flow: Flow,
    pub server: Server,
    /// Asked and not answered, oldest first.
    pub pending: Vec<Effect>,
    /// Answered, oldest first.
    pub answered: Vec<Effect>,
    /// Panes that an answer named.
    pub named: BTreeSet<u8>,
    /// Accounts that an answer said are linked.
    pub confirmed: BTreeSet<String>,
    pub outcome: Option<Outcome>,
    /// What the app would have noted.
    pub log: Vec<Step>,
}

/// How a request fares.
#[derive(Debug, Clone, Copy)]
pub enum Fate {
    /// Answered well, in one of the ways there are.
    Good(u8),
    /// The server did it, but its answer got lost.
    Lost(u8),
    /// Not done, and this is the answer: one of [`errors`].
    Fails(u8),
}

/// Every kind of failure that the flow tells apart, and one of an unknown code.
fn errors() -> Vec<RequestError> {
    vec![
        RequestError::Unreachable,
        RequestError::Timeout,
        RequestError::Unreadable,
        fixtures::failed(code::UNEXPECTED_ERROR),
        fixtures::refused(code::SESSION_EXPIRED),
        fixtures::refused(code::SESSION_COMPLETED),
        fixtures::refused(code::RESOURCE_MISSING),
        fixtures::refused(code::STEP_NOT_ALLOWED),
        fixtures::refused("parameter_invalid"),
        fixtures::failed(code::INSTITUTION_UNAVAILABLE_UNPLANNED),
        fixtures::failed(code::INSTITUTION_ERROR),
        fixtures::failed(code::ACCOUNTS_UNAVAILABLE),
        fixtures::failed(code::NO_ELIGIBLE_ACCOUNTS),
        fixtures::failed_with(
            code::INSTITUTION_UNAVAILABLE_PLANNED,
            ExtraFields { expected_to_be_available_at: Some(1_700_007_200), ..ExtraFields::default() },
        ),
        fixtures::busy(),
    ]
}

impl World {
    pub fn new(server: Server) -> Self {
        Self {
            flow: Flow::new(),
            server,
            pending: Vec::new(),
            answered: Vec::new(),
            named: BTreeSet::new(),
            confirmed: BTreeSet::new(),
            outcome: None,
            log: Vec::new(),
        }
    }

    /// One event, and the rules for a single step.
    pub fn step(&mut self, event: &Event) -> Vec<Effect> {
        let before = self.flow.clone();
        self.log.push(Step::before(&self.flow, event));
        let effects = self.flow.step(event.clone());
        self.log.extend(Step::end(&self.flow, &effects));
        rules::of_a_step(&before, event, &effects, self);
        for effect in &effects {
            match effect {
                Effect::CancelAuthSession(None, id) => self.server.cancel(id),
                Effect::OpenWindow(url) | Effect::Leave(url) => self.server.visited(url),
                Effect::Finish(outcome) => self.outcome = Some(Outcome::clone(outcome)),
                other if ticket_of(other).is_some() => self.pending.push(other.clone()),
                _ => {}
            }
        }
        effects
    }

    /// The page is loaded again: a new flow begins, what the old one waited for never arrives, and what the
    /// server holds is all that is left.
    pub fn reload(&mut self) {
        let windows = self.flow.opens_windows();
        self.flow = Flow::new();
        self.pending.clear();
        self.answered.clear();
        self.named.clear();
        // The new flow is told again.
        self.confirmed.clear();
        self.step(&Event::Start);
        if !windows {
            self.step(&Event::NoWindows);
        }
    }

    /// Answers one of the pending requests.
    pub fn answer(&mut self, which: usize, fate: Fate) -> Vec<Effect> {
        self.take_answer(which, fate).0.map(|event| self.step(&event)).unwrap_or_default()
    }

    /// The answer to one of the pending requests, and whether it is a good one.
    pub fn take_answer(&mut self, which: usize, fate: Fate) -> (Option<Event>, bool) {
        let asked = self.pending.remove(which);
        let answer = match fate {
            _ if matches!(asked, Effect::Wait(..)) => Ok(Body::Elapsed),
            Fate::Good(variant) => self.server.act(&asked, variant),
            Fate::Lost(variant) => self.server.act(&asked, variant).and(Err(RequestError::Unreachable)),
            Fate::Fails(which) => Err(error(which)),
        };
        if let (Ok(body), None) = (&answer, &self.outcome) {
            self.named.extend(body.names().into_iter().map(number));
            self.confirmed.extend(body.linked());
        }
        let good = answer.is_ok();
        let event = deliver(&asked, answer);
        self.answered.push(asked);
        (event, good)
    }

    /// Whether the server named the pane in an answer.
    pub fn is_named(&self, pane: Pane) -> bool {
        pane == Pane::UnexpectedError || self.named.contains(&number(pane))
    }
}

/// The place of each in [`errors`].
pub fn every_error() -> Vec<u8> {
    (0..).zip(errors()).map(|(which, _)| which).collect()
}

pub fn error(which: u8) -> RequestError {
    let errors = errors();
    errors[usize::from(which) % errors.len()].clone()
}

const fn number(pane: Pane) -> u8 {
    pane as u8
}
