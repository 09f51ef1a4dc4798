//! Makes events of what a log holds of them: the other way round than `log/facts.rs`.

use linkspan_wire::{
    Permission,
    account::PaymentMethodType,
    link::{
        AuthFlow, AuthSession, AuthStatus, Institution, Manifest, Pane, PartnerAccounts, RoutingNumber,
        institution::SAVED,
    },
    session::ManualEntryMode,
};

use super::content;
use crate::{
    Answer, Details, Event, Flow, Ineligible, ProblemKind, RequestError, Screen, Search, Ticket,
    kinds::{self, name},
    log::{
        END, Step,
        facts::{BUSY, FIELDS_FROM, NONE, PROBLEMS_FROM, places_known, rows_known, width},
    },
    panes::manual_entry::{ACCOUNT_NUMBER, ROUTING_NUMBER},
    state::AllowedPane,
};

const PANES: [Pane; 8] = [
    Pane::ManualEntry,
    Pane::Consent,
    Pane::InstitutionPicker,
    Pane::PartnerAuth,
    Pane::AccountPicker,
    Pane::Success,
    Pane::UnexpectedError,
    Pane::Unknown,
];
const AUTH_FLOWS: [AuthFlow; 3] = [AuthFlow::Oauth, AuthFlow::Credentials, AuthFlow::Unknown];
const AUTH_STATUSES: [AuthStatus; 7] = [
    AuthStatus::Pending,
    AuthStatus::Authorized,
    AuthStatus::Denied,
    AuthStatus::Failed,
    AuthStatus::Cancelled,
    AuthStatus::Expired,
    AuthStatus::Unknown,
];
const PROBLEMS: [ProblemKind; 9] = [
    ProblemKind::Maintenance { until: 0 },
    ProblemKind::Unavailable,
    ProblemKind::BankError,
    ProblemKind::SignInFailed,
    ProblemKind::AccountsUnavailable,
    ProblemKind::NoEligibleAccounts { found: 0, why: Ineligible::Several },
    ProblemKind::SessionExpired,
    ProblemKind::SessionUnknown,
    ProblemKind::Unexpected,
];

/// The lowest bits come first.
struct Facts<'a> {
    flow: &'a Flow,
    bits: u64,
}

impl Facts<'_> {
    fn take(&mut self, width: u32) -> u64 {
        let value = self.bits & ((1 << width) - 1);
        self.bits >>= width;
        value
    }

    fn count(&mut self) -> usize {
        // Six bits.
        usize::try_from(self.take(width::COUNT)).unwrap_or_default()
    }

    fn flag(&mut self) -> bool {
        self.take(width::FLAG) == 1
    }

    fn answer<T>(&mut self, good: impl FnOnce(&mut Self) -> Option<T>) -> Option<Answer<T>> {
        match self.take(width::OUTCOME) {
            0 => good(self).map(Ok),
            kind => failure(u8::try_from(kind).ok()?).map(Err),
        }
    }

    fn pane(&mut self) -> Option<Pane> {
        let number = self.take(width::PANE);
        PANES.into_iter().find(|pane| u64::from(AllowedPane::from(*pane).0) == number)
    }

    /// A bank that is to the flow what the person's was.
    fn bank(&mut self) -> Institution {
        let tried = usize::try_from(self.take(width::BANK)).unwrap_or_default();
        content::institution(if tried == 0 { self.flow.tried_again.len() + 1 } else { tried })
    }

    fn manifest(&mut self) -> Option<Manifest> {
        let (pane, agreed) = (self.pane()?, self.flag());
        let (single_account, disable_link_more_accounts, skip_success_pane) =
            (self.flag(), self.flag(), self.flag());
        let limit = Some(self.take(width::COUNT)).filter(|limit| *limit != NONE);
        let linked = self.count();
        let active_auth_session = if self.flag() { Some(self.auth()?) } else { None };
        let (numbers, offer_save, named, custom) = (self.flag(), self.flag(), self.flag(), self.flag());
        let manual_entry = match (numbers, custom) {
            (true, true) => ManualEntryMode::Custom,
            (true, false) => ManualEntryMode::Automatic,
            (false, _) => ManualEntryMode::Disabled,
        };
        let (returns, opened) = (self.flag(), self.flag());
        let relink = self.flag();
        let active_auth_session =
            active_auth_session.map(|auth| of_bank(AuthSession { opened, ..auth }, self.bank()));
        Some(Manifest {
            single_account,
            disable_link_more_accounts,
            relink,
            skip_success_pane,
            manual_entry,
            offer_save,
            return_url: returns.then(|| "https://merchant.example/".into()),
            initial_institution: named.then(|| content::institution(1)),
            account_limit: limit.and_then(|limit| u32::try_from(limit).ok()),
            active_auth_session,
            ..content::manifest(pane, agreed, linked)
        })
    }

    fn auth(&mut self) -> Option<AuthSession> {
        let (flow, status) = (self.take(width::AUTH_FLOW), self.take(width::AUTH_STATUS));
        let next_pane = self.pane()?;
        let (url, step, saved) = (self.flag(), self.flag(), self.flag());
        let bank = content::institution(1);
        Some(AuthSession {
            id: "bcsess_replayed".into(),
            institution: if saved { Institution { id: SAVED.into(), ..bank } } else { bank },
            flow: AUTH_FLOWS.into_iter().find(|known| *known as u64 == flow)?,
            status: AUTH_STATUSES.into_iter().find(|known| *known as u64 == status)?,
            next_pane,
            url: url.then(|| "/auth/replayed".into()),
            opened: false,
            bank_host: None,
            step: step.then(content::step),
        })
    }

    fn sign_in(&mut self) -> Option<AuthSession> {
        let auth = self.auth()?;
        let auth = AuthSession { opened: self.flag(), ..auth };
        Some(of_bank(auth, self.bank()))
    }

    fn accounts(&mut self) -> Option<PartnerAccounts> {
        let there = self.flag();
        let (selectable, disabled) = (self.count(), self.count());
        there.then(|| {
            let mut accounts = content::accounts(selectable, disabled, self.flag());
            accounts.needs_payments = self.flag();
            let (pays, repairs) = (accounts.needs_payments, self.flow.is_relink());
            for row in accounts.data.iter_mut().take(selectable.min(rows_known(pays, repairs))) {
                if pays && self.flag() {
                    row.supported_payment_method_types = vec![PaymentMethodType::UsBankAccount];
                }
                if repairs && self.flag() {
                    row.linked_account = Some("fca_replayed".into());
                }
            }
            let linked = self.flow.manifest().and_then(|manifest| manifest.linked_accounts.first());
            if let (Some(linked), true) = (linked, places_known(selectable, pays, repairs)) {
                let others = selectable.saturating_sub(self.count());
                for row in accounts.data.iter_mut().take(selectable).skip(others) {
                    row.linked_account = Some(linked.id.clone());
                }
            }
            accounts
        })
    }
}

/// The sign-in at this bank, if it is at one.
fn of_bank(auth: AuthSession, bank: Institution) -> AuthSession {
    if auth.institution.id == SAVED { auth } else { AuthSession { institution: bank, ..auth } }
}

fn failure(kind: u8) -> Option<RequestError> {
    Some(match kind {
        1 => RequestError::Unreachable,
        2 => RequestError::Timeout,
        3 => RequestError::Unreadable,
        4 => content::out_of_step(),
        PROBLEMS_FROM => content::already_completed(),
        BUSY => content::busy(),
        FIELDS_FROM.. => content::field_refused(field(kind - FIELDS_FROM)),
        _ => {
            let problem = PROBLEMS.iter().find(|known| PROBLEMS_FROM + kinds::problem(known) == kind)?;
            content::problem(problem)
        }
    })
}

/// The event of a step, as it comes to this flow. `None` when the numbers mean nothing.
pub fn event(flow: &Flow, step: Step) -> Option<Event> {
    let mut facts = Facts { flow, bits: step.facts };
    let ticket = Ticket(step.ticket);
    Some(match step.event {
        1 => Event::Start,
        2 => Event::Agree,
        3 => Event::OpenDetails(match facts.take(width::KIND) {
            0 => Details::Account,
            1 => Details::About,
            _ => Details::Permission(Permission::Balances),
        }),
        4 => Event::CloseSheet,
        5 => Event::Query(query(flow, facts.take(width::KIND))),
        6 => Event::Pick(facts.bank()),
        7 => Event::OpenBank,
        8 => Event::SubmitCredentials(Vec::new()),
        9 => Event::ToggleAccount(row(flow, facts.count())),
        10 => Event::ToggleAllAccounts,
        11 => Event::Share,
        12 => Event::AnotherBank,
        13 => Event::Retry,
        14 => Event::Done,
        15 => Event::Back,
        16 => Event::Close,
        17 => Event::ConfirmLeave,
        18 => Event::WindowNotReturned,
        19 => Event::Online(facts.flag()),
        20 => Event::Elapsed(ticket),
        21 => Event::Synchronized(ticket, facts.answer(Facts::manifest)?),
        22 => Event::ConsentAcquired(ticket, facts.answer(Facts::manifest)?),
        23 => {
            Event::FeaturedLoaded(ticket, facts.answer(|facts| Some(content::institutions(facts.count())))?)
        }
        24 => Event::Searched(ticket, facts.answer(|facts| Some(content::institutions(facts.count())))?),
        25 => Event::AuthSessionCreated(ticket, facts.answer(Facts::sign_in)?),
        26 => Event::AuthSessionSeen(ticket, facts.answer(Facts::sign_in)?),
        27 => Event::CredentialsAnswered(ticket, facts.answer(Facts::sign_in)?),
        28 => Event::AccountsLoaded(ticket, facts.answer(|facts| Some(facts.accounts()))?),
        29 => Event::AccountsSelected(ticket, facts.answer(Facts::manifest)?),
        30 => Event::MoreAccounts(ticket, facts.answer(Facts::manifest)?),
        32 => Event::OpenManualEntry,
        33 => Event::RoutingNumber(if facts.flag() { content::ROUTING_NUMBER } else { "1" }.into()),
        34 => Event::SubmitNumbers(content::numbers(u8::try_from(facts.take(width::KIND)).ok()?)),
        35 => Event::RoutingNumberFound(
            ticket,
            facts.answer(|facts| Some(RoutingNumber { bank: facts.flag().then(|| "Bank".into()) }))?,
        ),
        36 => Event::NumbersAttached(ticket, facts.answer(Facts::manifest)?),
        37 => Event::SaveAccounts,
        38 => Event::NoWindows,
        39 => Event::OpenBankHere,
        40 => Event::ThisTabReady(ticket, facts.answer(Facts::sign_in)?),
        41 => Event::AuthSessionCancelled(ticket, facts.answer(Facts::sign_in)?),
        31 => Event::Completed(ticket, facts.answer(|facts| Some(content::completed(facts.count())))?),
        _ => return None,
    })
}

/// A text that is to the flow what the person's was.
fn query(flow: &Flow, kind: u64) -> String {
    match (kind, flow.screen()) {
        (0, _) => String::new(),
        (1, Screen::InstitutionPicker(picker)) => match &picker.search {
            Search::Asking { asked, .. } => asked.clone(),
            _ => "query".into(),
        },
        // Not one that was typed before.
        (_, Screen::InstitutionPicker(picker)) => format!("{}.", picker.query),
        _ => "query".into(),
    }
}

/// The name under which a field of account numbers is sent.
fn field(number: u8) -> &'static str {
    if number == 1 { ROUTING_NUMBER } else { ACCOUNT_NUMBER }
}

/// The account in this row.
fn row(flow: &Flow, row: usize) -> String {
    match flow.screen() {
        Screen::AccountPicker(pane) => {
            pane.accounts.iter().flatten().nth(row).map_or_else(String::new, |account| account.id.clone())
        }
        _ => String::new(),
    }
}

/// What a good answer says.
fn answer(event: u8, facts: &mut Facts) -> String {
    match event {
        21 | 22 | 29 | 30 | 36 => facts
            .manifest()
            .map(|manifest| format!(": {:?}, {} linked", manifest.next_pane, manifest.linked_accounts.len())),
        23 | 24 => Some(format!(": {} banks", facts.count())),
        25..=27 | 40 | 41 => facts.auth().map(|auth| format!(": {:?}", auth.status)),
        28 => Some(
            facts
                .accounts()
                .map_or_else(|| ": not yet".into(), |accounts| format!(": {} accounts", accounts.data.len())),
        ),
        31 => Some(format!(": {} linked", facts.count())),
        _ => None,
    }
    .unwrap_or_default()
}

/// The step in words.
pub fn describe(step: Step) -> String {
    if step.event == END {
        return match step.facts {
            NONE => "ended with an error".into(),
            count => format!("ended with {count} accounts"),
        };
    }
    let event = name(kinds::EVENTS, step.event).unwrap_or("unknown event");
    if step.ticket == 0 {
        return event.into();
    }
    // Words tell of no bank and no row, which only a flow knows.
    let flow = Flow::new();
    let mut facts = Facts { flow: &flow, bits: step.facts };
    let outcome = match facts.take(width::OUTCOME) {
        0 => answer(step.event, &mut facts),
        1 => ": no connection".into(),
        2 => ": no answer in time".into(),
        3 => ": the server failed".into(),
        4 => ": out of step".into(),
        kind if kind >= u64::from(FIELDS_FROM) => ": a field was refused".into(),
        kind if kind == u64::from(PROBLEMS_FROM) => ": the session is over".into(),
        kind => {
            let problem = u8::try_from(kind).unwrap_or_default().saturating_sub(PROBLEMS_FROM);
            format!(": {}", name(kinds::PROBLEMS, problem).unwrap_or("unknown failure"))
        }
    };
    format!("{event} #{}{outcome}", step.ticket)
}
