//! What of an event decides where the flow goes. `replay/events.rs` reads it in the same order.

use linkspan_wire::{
    link::{AuthSession, Manifest, PartnerAccount, institution::SAVED},
    routing_number::is_routing_number,
    session::ManualEntryMode,
};

use super::{End, VERSION};
use crate::{
    Details, Event, Flow, ProblemKind, RequestError, Screen, Search, Ticket, Trouble,
    failure::{Sorted, sort},
    kinds,
    panes::{
        institution_picker::wanted,
        manual_entry::{self, ACCOUNT_NUMBER, ROUTING_NUMBER},
    },
    state::AllowedPane,
};

/// Widths in bits. Together never more than the 53 that a number of JavaScript holds.
pub mod width {
    /// 0 for a good answer, otherwise how the failure is sorted.
    pub const OUTCOME: u32 = 5;
    /// A pane.
    pub const PANE: u32 = 5;
    /// A number of accounts or rows; more than fit are said as the most.
    pub const COUNT: u32 = 6;
    /// How one signs in.
    pub const AUTH_FLOW: u32 = 2;
    /// How a sign-in stands.
    pub const AUTH_STATUS: u32 = 3;
    /// Which details; what a query is.
    pub const KIND: u32 = 2;
    /// The version.
    pub const VERSION: u32 = 8;
    /// Yes or no.
    pub const FLAG: u32 = 1;
    /// Which of the banks that were tried once more.
    pub const BANK: u32 = 3;
}

/// Of so many rows a log knows what decides about their ticks: whether they take payments, where one has
/// to, and whether they were shared before, where an access is repaired. Where both count, of half as many.
pub const fn rows_known(pays: bool, repairs: bool) -> usize {
    if pays && repairs { 16 } else { 32 }
}
/// Whether there is room for how many of the rows have their place already, behind what is known of these.
pub const fn places_known(rows: usize, pays: bool, repairs: bool) -> bool {
    let known = rows_known(pays, repairs);
    let known = if rows < known { rows } else { known };
    known * (pays as usize + repairs as usize) <= 27
}
/// Said where there is no number.
pub const NONE: u64 = (1 << width::COUNT) - 1;
/// Failures that are problems come after the others.
pub const PROBLEMS_FROM: u8 = 5;
/// The server was asked too often, behind all problems.
pub const BUSY: u8 = 19;
/// A field that the server does not take.
pub const FIELDS_FROM: u8 = 20;

/// Small numbers side by side, the first in the lowest bits.
struct Facts<'a> {
    flow: &'a Flow,
    bits: u64,
    used: u32,
}

impl Facts<'_> {
    fn put(&mut self, value: impl Into<u64>, width: u32) {
        self.bits |= value.into().min((1 << width) - 1) << self.used;
        self.used += width;
    }

    fn count(&mut self, count: usize) {
        self.put(count as u64, width::COUNT);
    }

    fn flag(&mut self, flag: bool) {
        self.put(flag, width::FLAG);
    }

    fn failed(&mut self, error: &RequestError) {
        let kind = match sort(error.clone()) {
            Sorted::Here(Trouble::Busy) => BUSY,
            Sorted::Here(trouble) => 1 + trouble as u8,
            Sorted::OutOfStep => 4,
            Sorted::AlreadyCompleted => 5,
            Sorted::Problem(kind) => PROBLEMS_FROM + kinds::problem(&kind),
            Sorted::Fatal(error) => PROBLEMS_FROM + kinds::problem(&ProblemKind::of_fatal(&error)),
        };
        self.put(kind, width::OUTCOME);
    }

    fn answer<T>(&mut self, answer: &Result<T, RequestError>, good: impl FnOnce(&mut Self, &T)) {
        match answer {
            Ok(answer) => {
                self.put(0u8, width::OUTCOME);
                good(self, answer);
            }
            Err(error) => self.failed(error),
        }
    }

    /// Of a bank: which of those that were tried once more, from 1, or none of them.
    fn bank(&mut self, id: &str) {
        let tried = self.flow.tried_again.iter().position(|tried| tried == id);
        self.put(tried.map_or(0, |place| place as u64 + 1), width::BANK);
    }

    fn manifest(&mut self, manifest: &Manifest) {
        self.put(AllowedPane::from(manifest.next_pane).0, width::PANE);
        self.flag(manifest.consent.acquired_at.is_some());
        self.flag(manifest.single_account);
        self.flag(manifest.disable_link_more_accounts);
        self.flag(manifest.skip_success_pane);
        self.put(manifest.account_limit.map_or(NONE, u64::from), width::COUNT);
        self.count(manifest.linked_accounts.len());
        self.flag(manifest.active_auth_session.is_some());
        if let Some(auth) = &manifest.active_auth_session {
            self.auth(auth);
        }
        // Later than the rest: a log of before has nothing here, which says no.
        self.flag(manifest.manual_entry != ManualEntryMode::Disabled);
        self.flag(manifest.offer_save);
        self.flag(manifest.initial_institution.is_some());
        self.flag(manifest.manual_entry == ManualEntryMode::Custom);
        self.flag(manifest.return_url.is_some());
        self.flag(manifest.active_auth_session.as_ref().is_some_and(|auth| auth.opened));
        self.flag(manifest.relink);
        if let Some(auth) = &manifest.active_auth_session {
            self.bank(&auth.institution.id);
        }
    }

    fn auth(&mut self, auth: &AuthSession) {
        self.put(auth.flow as u8, width::AUTH_FLOW);
        self.put(auth.status as u8, width::AUTH_STATUS);
        self.put(AllowedPane::from(auth.next_pane).0, width::PANE);
        self.flag(auth.url.is_some());
        self.flag(auth.step.is_some());
        self.flag(auth.institution.id == SAVED);
    }

    /// A sign-in that nothing follows.
    fn sign_in(&mut self, auth: &AuthSession) {
        self.auth(auth);
        self.flag(auth.opened);
        self.bank(&auth.institution.id);
    }
}

/// The ticket and the facts of an event that is about to happen.
pub fn of(flow: &Flow, event: &Event) -> (u32, u64) {
    let mut facts = Facts { flow, bits: 0, used: 0 };
    let mut ticket = Ticket(0);
    match event {
        Event::Start => facts.put(VERSION, width::VERSION),
        Event::OpenDetails(details) => facts.put(
            match details {
                Details::Account => 0u8,
                Details::About => 1,
                Details::Permission(_) => 2,
            },
            width::KIND,
        ),
        Event::Query(query) => facts.put(kind_of_query(flow, query), width::KIND),
        Event::ToggleAccount(id) => facts.put(row(flow, id), width::COUNT),
        Event::Online(online) => facts.flag(*online),
        Event::Elapsed(of) => ticket = *of,
        Event::Synchronized(of, answer)
        | Event::ConsentAcquired(of, answer)
        | Event::AccountsSelected(of, answer)
        | Event::MoreAccounts(of, answer) => {
            ticket = *of;
            facts.answer(answer, Facts::manifest);
        }
        Event::Pick(bank) => facts.bank(&bank.id),
        Event::RoutingNumber(number) => facts.flag(is_routing_number(number)),
        Event::SubmitNumbers(values) => {
            facts.put(manual_entry::checked(values).map_or_else(field, |_| 0), width::KIND);
        }
        Event::RoutingNumberFound(of, answer) => {
            ticket = *of;
            facts.answer(answer, |facts, found| facts.flag(found.bank.is_some()));
        }
        Event::NumbersAttached(of, answer) => {
            ticket = *of;
            match answer.as_ref().err().and_then(manual_entry::refused) {
                Some(name) => facts.put(FIELDS_FROM + field(name), width::OUTCOME),
                None => facts.answer(answer, Facts::manifest),
            }
        }
        Event::FeaturedLoaded(of, answer) | Event::Searched(of, answer) => {
            ticket = *of;
            facts.answer(answer, |facts, banks| facts.count(banks.data.len()));
        }
        Event::AuthSessionCreated(of, answer)
        | Event::AuthSessionSeen(of, answer)
        | Event::ThisTabReady(of, answer)
        | Event::AuthSessionCancelled(of, answer)
        | Event::CredentialsAnswered(of, answer) => {
            ticket = *of;
            facts.answer(answer, Facts::sign_in);
        }
        Event::AccountsLoaded(of, answer) => {
            ticket = *of;
            facts.answer(answer, |facts, accounts| {
                facts.flag(accounts.is_some());
                if let Some(accounts) = accounts {
                    let selectable =
                        accounts.data.iter().filter(|row| PartnerAccount::selectable(row)).count();
                    facts.count(selectable);
                    facts.count(accounts.data.len() - selectable);
                    facts.flag(accounts.skip_account_selection);
                    facts.flag(accounts.needs_payments);
                    let (pays, repairs) = (accounts.needs_payments, flow.is_relink());
                    let known = accounts.data.iter().filter(|row| row.selectable());
                    for row in known.take(rows_known(pays, repairs)) {
                        if pays {
                            facts.flag(row.takes_payments());
                        }
                        if repairs {
                            facts.flag(row.linked_account.is_some());
                        }
                    }
                    // Later than the rest. The server names these last.
                    if let Screen::AccountPicker(pane) = &flow.screen
                        && flow.has_linked()
                        && places_known(selectable, pays, repairs)
                    {
                        let placed =
                            accounts.data.iter().filter(|row| row.selectable() && pane.has_place(row));
                        facts.count(placed.count());
                    }
                }
            });
        }
        Event::Completed(of, answer) => {
            ticket = *of;
            facts.answer(answer, |facts, completed| facts.count(completed.session.accounts.len()));
        }
        Event::Agree
        | Event::CloseSheet
        | Event::OpenBank
        | Event::OpenBankHere
        | Event::NoWindows
        | Event::SubmitCredentials(_)
        | Event::ToggleAllAccounts
        | Event::Share
        | Event::SaveAccounts
        | Event::OpenManualEntry
        | Event::AnotherBank
        | Event::Retry
        | Event::Done
        | Event::Back
        | Event::Close
        | Event::ConfirmLeave
        | Event::WindowNotReturned => {}
    }
    (ticket.0, facts.bits)
}

impl End {
    /// As a fact.
    pub fn fact(self) -> u64 {
        match self {
            Self::Error => NONE,
            Self::Accounts(count) => (count as u64).min(NONE - 1),
        }
    }
}

/// A query is nothing, what is being asked for already, or something else.
fn kind_of_query(flow: &Flow, query: &str) -> u8 {
    let query = wanted(query);
    match &flow.screen {
        _ if query.is_empty() => 0,
        Screen::InstitutionPicker(picker) if matches!(&picker.search, Search::Asking { asked, .. } if *asked == query) => {
            1
        }
        _ => 2,
    }
}

/// Which field of account numbers it is, from 1.
fn field(name: &str) -> u8 {
    match name {
        ROUTING_NUMBER => 1,
        ACCOUNT_NUMBER => 2,
        _ => 3,
    }
}

/// In which row an account is.
fn row(flow: &Flow, id: &str) -> u64 {
    let rows = match &flow.screen {
        Screen::AccountPicker(pane) => pane.accounts.as_deref().unwrap_or_default(),
        _ => &[],
    };
    rows.iter().position(|account| account.id == id).map_or(NONE, |row| row as u64)
}
