//! The states that a walk found and the ways between them.

use std::collections::{BTreeSet, HashSet, VecDeque};

use linkspan_machine::{Event, Flow, Screen, kinds};

/// What can be seen of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The flow is over, with accounts.
    Linked,
    /// Over, without accounts and without an error.
    Cancelled,
    /// Over, with an error.
    Failed,
    /// The flow is ending.
    Closing {
        /// Whether the server is being asked.
        busy: bool,
    },
    /// One of [`kinds::SCREENS`], [`kinds::SHEETS`] over it, and one of [`kinds::PROBLEMS`].
    Shown { screen: u8, sheet: Option<u8>, problem: Option<u8> },
}

impl Place {
    pub fn of(flow: &Flow) -> Self {
        if let Some(closing) = flow.closing() {
            return Self::Closing { busy: closing.busy() };
        }
        let problem = match flow.screen() {
            Screen::Problem(problem) => Some(kinds::problem(&problem.kind)),
            _ => None,
        };
        Self::Shown {
            screen: kinds::screen(flow.screen()),
            sheet: flow.sheet().as_ref().map(kinds::sheet),
            problem,
        }
    }
}

/// Who moved the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum By {
    Person,
    Browser,
    /// The page is loaded again.
    Reload,
    Pause,
    /// A good answer.
    Server,
    /// A request that failed.
    Failure,
}

impl By {
    /// Whether it may happen while the page stays as it is.
    pub const fn needs_no_reload(self) -> bool {
        !matches!(self, Self::Reload)
    }

    /// Whether it happens though the server never answers.
    pub const fn needs_no_server(self) -> bool {
        matches!(self, Self::Person | Self::Pause)
    }
}

/// What moved the flow: one of [`kinds::EVENTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cause {
    pub event: u8,
    pub by: By,
}

impl Cause {
    /// The start of a new flow in place of the one that there was.
    pub fn reload() -> Self {
        Self { event: kinds::event(&Event::Start), by: By::Reload }
    }

    /// Of an event that no request is behind.
    pub fn told(event: &Event) -> Self {
        let by = match event {
            Event::WindowNotReturned | Event::NoWindows | Event::Online(_) => By::Browser,
            _ => By::Person,
        };
        Self { event: kinds::event(event), by }
    }

    pub fn answered(event: &Event, good: bool) -> Self {
        let by = match event {
            Event::Elapsed(_) => By::Pause,
            _ if good => By::Server,
            _ => By::Failure,
        };
        Self { event: kinds::event(event), by }
    }
}

/// The states by number, and the ways between them.
pub struct Graph {
    pub places: Vec<Place>,
    pub ways: HashSet<(usize, Cause, usize)>,
    pub linked: usize,
    pub cancelled: usize,
    pub failed: usize,
}

impl Graph {
    pub fn new() -> Self {
        Self {
            places: vec![Place::Linked, Place::Cancelled, Place::Failed],
            ways: HashSet::new(),
            linked: 0,
            cancelled: 1,
            failed: 2,
        }
    }

    pub fn add(&mut self, place: Place) -> usize {
        self.places.push(place);
        self.places.len() - 1
    }

    pub fn connect(&mut self, from: usize, cause: Cause, to: usize) {
        self.ways.insert((from, cause, to));
    }

    pub fn ends(&self) -> [usize; 3] {
        [self.linked, self.cancelled, self.failed]
    }

    /// How many things the person has to do until the flow is over, from each state: the fewest, when
    /// only `passable` ways are taken. `None` where no way leads to an end.
    pub fn presses_to_an_end(&self, passable: impl Fn(By) -> bool) -> Vec<Option<usize>> {
        let mut back: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.places.len()];
        for &(from, cause, to) in self.ways.iter().filter(|(_, cause, _)| passable(cause.by)) {
            back[to].push((from, usize::from(cause.by == By::Person)));
        }
        let mut presses = vec![None; self.places.len()];
        let mut queue: VecDeque<(usize, usize)> = self.ends().into_iter().map(|end| (end, 0)).collect();
        // What costs nothing is looked at first, so the first answer for a state is the least.
        while let Some((state, so_far)) = queue.pop_front() {
            if presses[state].is_some() {
                continue;
            }
            presses[state] = Some(so_far);
            for &(from, cost) in &back[state] {
                if cost == 0 {
                    queue.push_front((from, so_far));
                } else {
                    queue.push_back((from, so_far + cost));
                }
            }
        }
        presses
    }

    /// Every place, with what leads from it to which others.
    pub fn moves(&self) -> BTreeSet<(Place, Cause, Place)> {
        self.ways.iter().map(|&(from, cause, to)| (self.places[from], cause, self.places[to])).collect()
    }
}
