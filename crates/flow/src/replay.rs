//! Does again what a log says, with made-up names, and says where it comes out differently.

mod content;
mod events;

use std::fmt;

use crate::{
    Effect, Event, Flow,
    kinds::{self, name},
    log::{END, End, Place, Step, VERSION},
};

/// One step done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// As the log has it.
    pub step: Step,
    /// Where the replay was when it came.
    pub place: Place,
    /// What is wrong with it: the replay ends here.
    pub wrong: Option<Wrong>,
}

/// Where log and replay part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// A log begins with the start of a flow.
    NoStart,
    /// The log is of this version, which is another than this build's.
    Version(u64),
    /// The log has the flow here.
    Elsewhere(Place),
    /// The log has numbers that mean nothing.
    Unreadable,
    /// It ended in another way, or not at all.
    Ended(Option<End>),
}

/// A log done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Step by step; the last one may be wrong.
    pub steps: Vec<Replayed>,
    /// Where the flow is behind them.
    pub place: Place,
}

impl Report {
    /// What came out differently.
    pub fn wrong(&self) -> Option<Wrong> {
        self.steps.last().and_then(|step| step.wrong)
    }
}

/// Does all steps again, and stops at the first that comes out differently.
pub fn replay(steps: &[Step]) -> Report {
    let mut replay = Replay::default();
    let mut done = Vec::with_capacity(steps.len());
    for &step in steps {
        let wrong = replay.again(step).err();
        done.push(Replayed { step, place: replay.before.into(), wrong });
        if wrong.is_some() {
            break;
        }
    }
    let place = replay.flow.as_ref().map_or(0, Flow::place).into();
    Report { steps: done, place }
}

#[derive(Default)]
struct Replay {
    flow: Option<Flow>,
    /// Where the last step found the flow.
    before: u32,
    end: Option<End>,
}

impl Replay {
    fn again(&mut self, step: Step) -> Result<(), Wrong> {
        let start = step.event == kinds::event(&Event::Start);
        // A flow that was started again after a panic is a new one.
        if start && step.place == Flow::new().place() {
            *self = Self { flow: Some(Flow::new()), ..Self::default() };
        }
        let flow = self.flow.as_mut().ok_or(Wrong::NoStart)?;
        self.before = flow.place();
        if start && step.facts != u64::from(VERSION) {
            return Err(Wrong::Version(step.facts));
        }
        if step.place != self.before {
            return Err(Wrong::Elsewhere(step.place.into()));
        }
        if step.event == END {
            let ended = self.end.is_some_and(|end| end.fact() == step.facts);
            return if ended { Ok(()) } else { Err(Wrong::Ended(self.end)) };
        }
        let event = events::event(flow, step).ok_or(Wrong::Unreadable)?;
        let effects = flow.step(event);
        if let Some(Effect::Finish(outcome)) = effects.last() {
            self.end = Some(End::from(&**outcome));
        }
        Ok(())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", name(kinds::SCREENS, self.screen).unwrap_or("unknown screen"))?;
        if let Some(problem) = name(kinds::PROBLEMS, self.problem) {
            write!(f, " ({problem})")?;
        }
        if let Some(sheet) = name(kinds::SHEETS, self.sheet) {
            write!(f, ", sheet {sheet}")?;
        }
        f.write_str(match (self.finished, self.closing) {
            (true, _) => ", over",
            (false, 0) => "",
            (false, 1) => ", closing",
            (false, _) => ", closing, no answer",
        })?;
        write!(f, ", ticket {}", self.tickets)
    }
}

impl fmt::Display for Replayed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} | {}", self.place, events::describe(self.step))?;
        match &self.wrong {
            None => Ok(()),
            Some(Wrong::NoStart) => f.write_str(" | WRONG: no flow was started"),
            Some(Wrong::Version(logged)) => {
                write!(f, " | WRONG: the log has version {logged}, this build reads {VERSION}")
            }
            Some(Wrong::Elsewhere(logged)) => write!(f, " | WRONG: the log has it at {logged}"),
            Some(Wrong::Unreadable) => f.write_str(" | WRONG: numbers that mean nothing"),
            Some(Wrong::Ended(end)) => write!(f, " | WRONG: here it ended as {end:?}"),
        }
    }
}
