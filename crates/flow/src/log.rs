//! A log of one flow, to replay it elsewhere ([`crate::replay`]).
//!
//! It holds numbers alone: kinds of events, how answers turned out, how many accounts there were.
//! No text gets in, so no secret, name, query, id or amount does.

pub(crate) mod facts;

use crate::{Effect, Event, Flow, Outcome, kinds};

/// Of the numbers below. A build replays logs of its own version only.
pub const VERSION: u8 = 1;

/// The kind of the last step: the flow is over.
pub const END: u8 = 0;

/// One step: what happened, and where the flow was when it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// One of [`kinds::EVENTS`], or [`END`].
    pub event: u8,
    /// The request that was answered; 0 for what is no answer.
    pub ticket: u32,
    /// What of the event decides where the flow goes: bits, in `log/facts.rs`.
    pub facts: u64,
    /// [`Flow::place`] before the event.
    pub place: u32,
}

impl Step {
    /// Before the flow takes the event.
    pub fn before(flow: &Flow, event: &Event) -> Self {
        let (ticket, facts) = facts::of(flow, event);
        Self { event: kinds::event(event), ticket, facts, place: flow.place() }
    }

    /// After the last event, if that was it.
    pub fn end(flow: &Flow, effects: &[Effect]) -> Option<Self> {
        let Some(Effect::Finish(outcome)) = effects.last() else { return None };
        Some(Self { event: END, ticket: 0, facts: End::from(&**outcome).fact(), place: flow.place() })
    }
}

impl TryFrom<[u64; 4]> for Step {
    type Error = std::num::TryFromIntError;

    fn try_from([event, ticket, facts, place]: [u64; 4]) -> Result<Self, Self::Error> {
        Ok(Self { event: event.try_into()?, ticket: ticket.try_into()?, facts, place: place.try_into()? })
    }
}

impl From<Step> for [u64; 4] {
    fn from(step: Step) -> Self {
        [step.event.into(), step.ticket.into(), step.facts, step.place.into()]
    }
}

/// How a flow ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With an error.
    Error,
    /// With so many accounts; none when the person left.
    Accounts(usize),
}

impl From<&Outcome> for End {
    fn from(outcome: &Outcome) -> Self {
        match &outcome.result.session {
            Some(session) => Self::Accounts(session.accounts.len()),
            None => Self::Error,
        }
    }
}

impl Flow {
    /// Where the flow stands, in one number: [`Place`].
    pub fn place(&self) -> u32 {
        let closing = match &self.closing {
            None => 0,
            Some(closing) if closing.busy() => 1,
            Some(_) => 2,
        };
        let problem = match &self.screen {
            crate::Screen::Problem(problem) => kinds::problem(&problem.kind),
            _ => 0,
        };
        let sheet = self.sheet.as_ref().map_or(0, kinds::sheet);
        u32::from(kinds::screen(&self.screen))
            | u32::from(sheet) << 5
            | closing << 8
            | u32::from(self.finished) << 10
            | u32::from(problem) << 11
            | (self.tickets & 0xffff) << 16
    }
}

/// [`Flow::place`] taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// One of [`kinds::SCREENS`].
    pub screen: u8,
    /// One of [`kinds::SHEETS`], 0 for none.
    pub sheet: u8,
    /// 0 for no, 1 while the server is asked, 2 when it did not answer.
    pub closing: u8,
    /// Whether the flow is over.
    pub finished: bool,
    /// One of [`kinds::PROBLEMS`], 0 for none.
    pub problem: u8,
    /// The last ticket that was given out.
    pub tickets: u16,
}

impl From<u32> for Place {
    fn from(bits: u32) -> Self {
        let part = |from: u32, width: u32| ((bits >> from) & ((1 << width) - 1)).to_le_bytes()[0];
        Self {
            screen: part(0, 5),
            sheet: part(5, 3),
            closing: part(8, 2),
            finished: part(10, 1) == 1,
            problem: part(11, 5),
            tickets: (bits >> 16) as u16,
        }
    }
}
