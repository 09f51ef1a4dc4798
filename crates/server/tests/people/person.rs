//! One person, from the click on the merchant's page to the result.

mod character;
mod choices;
mod comes;

use std::collections::BTreeSet;

use linkspan_machine::{Answer, Effect, Event, Flow, Outcome, RequestError, log::Step, replay::replay};
use linkspan_wire::{ApiError, ErrorType, host::HostEvent};
use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};
use reqwest::StatusCode;

use self::character::{Character, Turn};
use crate::{
    at_bank::Window,
    rules,
    support::{App, app::TestMerchant},
    transport::{Api, Reply, deliver},
    visit::Visit,
};

/// A request that was carried out, with an answer that may still have to arrive.
type Answered = (Effect, Answer<Reply>);

pub struct Person<'a> {
    pub app: &'a App,
    pub api: Api<'a>,
    pub session: String,
    pub client_secret: String,
    rng: StdRng,
    character: Character,
    pub flow: Flow,
    /// Asked, and not with the server yet.
    pending: Vec<Effect>,
    /// On their way back.
    under_way: Vec<Answered>,
    /// Came already, and may come again.
    old: Vec<Answered>,
    windows: Vec<Window>,
    /// The bank, in the tab that the flow was in.
    tab: Option<Window>,
    pub log: Vec<Step>,
    pub told: Vec<HostEvent>,
    /// Accounts that an answer said are linked, since the page was loaded.
    pub confirmed: BTreeSet<String>,
    pub outcome: Option<Outcome>,
    /// Whether the server's answer ended the flow.
    pub ended_by_server: bool,
    pub visit: Visit,
}

impl<'a> Person<'a> {
    pub async fn comes(app: &'a App, merchant: &TestMerchant, mut rng: StdRng) -> Self {
        let character = Character::at_random(&mut rng);
        let session = comes::session(app, merchant, &mut rng).await;
        Self {
            app,
            api: Api::new(app, &merchant.publishable_key, &session.client_secret),
            session: session.id,
            client_secret: session.client_secret,
            rng,
            character,
            flow: Flow::new(),
            pending: Vec::new(),
            under_way: Vec::new(),
            old: Vec::new(),
            windows: Vec::new(),
            tab: None,
            log: Vec::new(),
            told: Vec::new(),
            confirmed: BTreeSet::new(),
            outcome: None,
            ended_by_server: false,
            visit: Visit { people: 1, ..Visit::default() },
        }
    }

    /// The whole visit.
    pub async fn visits(mut self) -> Visit {
        self.step(Event::Start);
        if self.rng.random_bool(0.2) {
            self.step(Event::NoWindows);
        }
        for _ in 0..self.character.patience {
            if self.outcome.is_some() {
                break;
            }
            self.turn().await;
            rules::can_leave_though_nobody_answers(&self.flow, &self.pending);
        }
        self.leaves().await;
        self.world_goes_on().await;
        let held = rules::of_the_end(&self).await;
        self.visit.ways.relinked = u64::from(held.relinked);
        self.visit.ways.filtered = u64::from(held.filtered);
        match self.outcome.as_ref().map(|outcome| &outcome.result.session) {
            Some(Some(session)) if session.accounts.is_empty() => self.visit.cancelled = 1,
            Some(Some(_)) => self.visit.linked = 1,
            _ => self.visit.failed = 1,
        }
        self.visit
    }

    async fn turn(&mut self) {
        // The page is gone; wherever the bank lets the person go, it is loaded again.
        if let Some(tab) = self.tab.take() {
            tab.visit(&mut self.rng).await;
            return self.loads_the_page_again().await;
        }
        match self.character.turn(&mut self.rng) {
            Turn::Useful => self.does_something_useful(),
            Turn::Anything => self.does_anything(),
            Turn::Server => self.server_works().await,
            Turn::Again => self.something_comes_again(),
            Turn::AtBank => self.visits_the_bank().await,
            Turn::Reload => self.loads_the_page_again().await,
            Turn::BankChanges => self.bank_changes(),
            Turn::TimePasses => self.time_passes().await,
        }
    }

    fn step(&mut self, event: Event) {
        self.visit.events += 1;
        let completed = matches!(event, Event::Completed(_, Ok(_)));
        self.visit.note(&self.flow, &event);
        self.log.push(Step::before(&self.flow, &event));
        let effects = self.flow.step(event);
        self.log.extend(Step::end(&self.flow, &effects));
        for effect in effects {
            match effect {
                Effect::OpenWindow(url) if self.rng.random_bool(0.1) => {
                    drop(url);
                    self.step(Event::WindowNotReturned);
                }
                Effect::OpenWindow(url) => self.windows.push(Window::open(url)),
                Effect::Leave(url) => self.tab = Some(Window::open(url)),
                Effect::Emit(event) => self.told.push(event),
                Effect::Finish(outcome) => {
                    self.outcome = Some(*outcome);
                    self.ended_by_server = completed;
                }
                Effect::PaneShown(_) => {}
                asked => self.pending.push(asked),
            }
        }
    }

    /// A request gets to the server, or an answer back; any of those under way, in any order.
    async fn server_works(&mut self) {
        if !self.under_way.is_empty() && self.rng.random_bool(0.5) {
            let which = self.rng.random_range(0..self.under_way.len());
            let (asked, answer) = self.under_way.remove(which);
            return self.arrives(&asked, answer);
        }
        if self.pending.is_empty() {
            return;
        }
        let which = self.rng.random_range(0..self.pending.len());
        let asked = self.pending.remove(which);
        if let Effect::Wait(ticket, _) = asked {
            return self.step(Event::Elapsed(ticket));
        }
        match self.rng.random_range(0..100) {
            // Never gets there.
            0..8 => {
                let error = self.no_answer();
                self.arrives(&asked, Err(error));
            }
            // Gets there, and the answer gets lost.
            8..16 => {
                self.sends(&asked).await;
                let error = self.no_answer();
                self.arrives(&asked, Err(error));
            }
            // Gets there twice, as when a network repeats it.
            16..22 => {
                self.sends(&asked).await;
                let answer = self.sends(&asked).await;
                self.arrives(&asked, Ok(answer));
            }
            // The answer takes its time.
            22..32 => {
                let answer = self.sends(&asked).await;
                self.under_way.push((asked, Ok(answer)));
            }
            _ => {
                let answer = self.sends(&asked).await;
                self.arrives(&asked, Ok(answer));
            }
        }
    }

    async fn sends(&mut self, asked: &Effect) -> Reply {
        self.visit.requests += 1;
        self.api.send(asked).await.expect("a request")
    }

    fn arrives(&mut self, asked: &Effect, answer: Answer<Reply>) {
        self.old.push((asked.clone(), answer.clone()));
        if let Some(event) = deliver(asked, answer) {
            if self.outcome.is_none() {
                self.confirmed.extend(linked(&event));
            }
            self.step(event);
        }
    }

    fn no_answer(&mut self) -> RequestError {
        let broken = ApiError::new(ErrorType::ApiError, "unexpected_error", "Something in between broke.");
        let busy = ApiError::new(ErrorType::RateLimitError, "rate_limit", "Too much.");
        let errors = [
            RequestError::Unreachable,
            RequestError::Unreachable,
            RequestError::Timeout,
            RequestError::Unreadable,
            RequestError::Api(broken),
            RequestError::Api(busy),
        ];
        errors.choose(&mut self.rng).cloned().unwrap_or(RequestError::Timeout)
    }

    /// An answer that was delivered comes a second time.
    fn something_comes_again(&mut self) {
        let Some((asked, answer)) = self.old.choose(&mut self.rng).cloned() else { return };
        if let Some(event) = deliver(&asked, answer) {
            self.step(event);
        }
    }

    async fn visits_the_bank(&mut self) {
        if !self.windows.is_empty() {
            let which = self.rng.random_range(0..self.windows.len());
            let window = self.windows.remove(which);
            window.visit(&mut self.rng).await;
        }
    }

    /// What was under way may get to the server; nobody is there for the answers.
    async fn loads_the_page_again(&mut self) {
        self.visit.reloads += 1;
        self.abandoned_requests_arrive().await;
        self.under_way.clear();
        self.old.clear();
        self.confirmed.clear();
        self.flow = Flow::new();
        self.step(Event::Start);
    }

    async fn abandoned_requests_arrive(&mut self) {
        for asked in std::mem::take(&mut self.pending) {
            if !matches!(asked, Effect::Wait(..)) && self.rng.random_bool(0.5) {
                self.sends(&asked).await;
            }
        }
    }

    fn bank_changes(&mut self) {
        let path = ["/accounts", "/token", "/login"].choose(&mut self.rng).copied().unwrap_or("/login");
        if self.rng.random_bool(0.4) {
            self.app.desk.break_path(path, StatusCode::BAD_GATEWAY);
        } else {
            self.bank_is_well();
        }
    }

    fn bank_is_well(&self) {
        for path in ["/accounts", "/token", "/login"] {
            self.app.desk.mend(path);
        }
    }

    /// Mostly a little; now and then a sign-in or the whole session is over then.
    async fn time_passes(&mut self) {
        let seconds = if self.rng.random_bool(0.1) { 4_000 } else { self.rng.random_range(1..400) };
        self.app.clock.advance(seconds);
        if self.rng.random_bool(0.3) {
            linkspan_server::sweep::round(&self.app.state).await.expect("a round");
        }
    }

    /// Wants to leave, and is out after a few presses, whatever is answered.
    async fn leaves(&mut self) {
        for _ in 0..rules::MAX_PRESSES {
            if self.outcome.is_some() {
                break;
            }
            self.step(Event::Close);
            self.step(Event::ConfirmLeave);
            for _ in 0..self.rng.random_range(0..6) {
                self.server_works().await;
            }
            // Pauses do end.
            for asked in std::mem::take(&mut self.pending) {
                match asked {
                    Effect::Wait(ticket, _) => self.step(Event::Elapsed(ticket)),
                    asked => self.pending.push(asked),
                }
            }
        }
        assert!(self.outcome.is_some(), "cannot leave: {:?}", self.flow);
    }

    /// Behind the person's back: late requests, then the end of the session's time.
    async fn world_goes_on(&mut self) {
        self.bank_is_well();
        self.abandoned_requests_arrive().await;
    }
}

/// The accounts that an answer says are linked.
fn linked(event: &Event) -> Vec<String> {
    match event {
        Event::Synchronized(_, Ok(manifest))
        | Event::ConsentAcquired(_, Ok(manifest))
        | Event::AccountsSelected(_, Ok(manifest))
        | Event::NumbersAttached(_, Ok(manifest))
        | Event::MoreAccounts(_, Ok(manifest)) => {
            manifest.linked_accounts.iter().map(|account| account.id.clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// Tells what somebody did when it came out wrong.
impl Drop for Person<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            for step in replay(&self.log).steps {
                println!("{step}");
            }
        }
    }
}
