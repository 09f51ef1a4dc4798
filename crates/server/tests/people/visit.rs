//! What happened to people, and by which ways they got to their accounts.

use std::ops::AddAssign;

use linkspan_machine::{Event, Flow, Screen};
use linkspan_wire::link::{AuthStatus, institution::SAVED};

/// Counts of one visit, or of many.
#[derive(Debug, Clone, Copy, Default)]
pub struct Visit {
    pub people: u64,
    pub events: u64,
    pub requests: u64,
    pub reloads: u64,
    pub linked: u64,
    pub cancelled: u64,
    pub failed: u64,
    pub ways: Ways,
}

/// How many people went some way, each counted once for each.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ways {
    /// Chose saved accounts by a code, without signing in at their bank.
    pub returned: u64,
    /// Saved accounts for the next time.
    pub saved: u64,
    /// Typed numbers in.
    pub typed_in: u64,
    /// Repaired the access that the session was about.
    pub relinked: u64,
    /// Linked something in a session with filters.
    pub filtered: u64,
}

impl Visit {
    /// Notes which way it is that the event goes on.
    pub fn note(&mut self, flow: &Flow, event: &Event) {
        let ways = &mut self.ways;
        match (event, flow.screen()) {
            (Event::AccountsSelected(_, Ok(_)), Screen::AccountPicker(pane))
                if pane.auth.institution.id == SAVED =>
            {
                ways.returned = 1;
            }
            (Event::CredentialsAnswered(_, Ok(auth)), Screen::PartnerAuth(_))
                if auth.institution.id == SAVED
                    && auth.status == AuthStatus::Authorized
                    && auth.next_pane == linkspan_wire::link::Pane::Success =>
            {
                ways.saved = 1;
            }
            (Event::NumbersAttached(_, Ok(_)), Screen::ManualEntry(_)) => ways.typed_in = 1,
            _ => {}
        }
    }

    /// Kinds of path that nobody went.
    pub fn unseen(&self) -> Vec<&'static str> {
        let Ways { returned, saved, typed_in, relinked, filtered } = self.ways;
        [
            ("linked", self.linked),
            ("cancelled", self.cancelled),
            ("failed", self.failed),
            ("returned", returned),
            ("saved", saved),
            ("typed in", typed_in),
            ("relinked", relinked),
            ("filtered", filtered),
        ]
        .into_iter()
        .filter_map(|(name, count)| (count == 0).then_some(name))
        .collect()
    }
}

impl AddAssign for Visit {
    fn add_assign(&mut self, other: Self) {
        self.people += other.people;
        self.events += other.events;
        self.requests += other.requests;
        self.reloads += other.reloads;
        self.linked += other.linked;
        self.cancelled += other.cancelled;
        self.failed += other.failed;
        self.ways += other.ways;
    }
}

impl AddAssign for Ways {
    fn add_assign(&mut self, other: Self) {
        self.returned += other.returned;
        self.saved += other.saved;
        self.typed_in += other.typed_in;
        self.relinked += other.relinked;
        self.filtered += other.filtered;
    }
}
