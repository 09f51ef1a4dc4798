//! Carries out what the state machine wants done; one file for each thing outside.

pub mod api;
pub mod focus;
pub mod history;
pub mod host;
pub mod near;
pub mod network;
pub mod window;

use std::{cell::Cell, rc::Rc};

use js_sys::Promise;
use linkspan_machine::{Effect, Event, RequestError, Ticket, log::Step};
use linkspan_wire::{
    host::Theme,
    link::{
        AttachBankAccount, Complete, ConsentAcquired, CreateAuthSession, LookUpRoutingNumber, OneAuthSession,
        Plain, RetrieveAuthSession, SearchInstitutions, SelectAccounts, SignInHere, SubmitCredentials,
        Synchronize, path,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen_futures::spawn_local;

use self::{
    api::{Api, Patience, Raw},
    host::Host,
};
use crate::{app::Dispatch, options::Mount};

/// How many rows a search brings. Source: the flow's API, `limit=20`.
const SEARCH_LIMIT: u32 = 20;

/// How the flow looks, and where.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Tag of the language that the person reads.
    pub locale: &'static str,
    /// Light or dark.
    pub theme: Theme,
    /// In a frame, or in a document.
    pub mount: Mount,
}

/// Carries out effects for one flow.
#[derive(Clone)]
pub struct Runner {
    api: Api,
    host: Host,
    look: Look,
    synchronized: Rc<Cell<Option<Promise>>>,
}

impl Runner {
    /// For one flow: where its API is, whom to tell, how it looks, and the answer to the first request
    /// if that was asked already.
    pub fn new(api: Api, host: Host, look: Look, synchronized: Option<Promise>) -> Self {
        Self { api, host, look, synchronized: Rc::new(Cell::new(synchronized)) }
    }

    /// Tells a step of the flow to whoever keeps its log.
    pub fn note(&self, step: Option<Step>) {
        if let Some(step) = step {
            self.host.note(step);
        }
    }

    /// Carries out one effect. What comes of it is sent as an event, now or later.
    pub fn run(&self, effect: Effect, send: Dispatch) {
        let key = self.api.key();
        match effect {
            Effect::Synchronize(ticket) => {
                if let Some(asked) = self.synchronized.take() {
                    let event = answered(ticket, Event::Synchronized);
                    return spawn_local(async move {
                        if let Some(event) = event(api::answer_to(asked).await) {
                            send.event(event);
                        }
                    });
                }
                let body = Synchronize { key, locale: self.look.locale.to_owned() };
                self.ask(path::SYNCHRONIZE, body, ticket, Event::Synchronized, send);
            }
            Effect::AcquireConsent(ticket, version) => {
                let body = ConsentAcquired { key, version, locale: self.look.locale.to_owned() };
                self.ask(path::CONSENT_ACQUIRED, body, ticket, Event::ConsentAcquired, send);
            }
            Effect::LoadFeatured(ticket) => {
                self.ask(path::FEATURED_INSTITUTIONS, Plain { key }, ticket, Event::FeaturedLoaded, send);
            }
            Effect::Search(ticket, query) => {
                let body = SearchInstitutions { key, query, limit: SEARCH_LIMIT };
                self.ask(path::INSTITUTIONS, body, ticket, Event::Searched, send);
            }
            Effect::CreateAuthSession(ticket, institution) => {
                let body = CreateAuthSession { key, institution };
                self.ask(path::AUTH_SESSIONS, body, ticket, Event::AuthSessionCreated, send);
            }
            Effect::OpenWindow(address) => {
                if !window::open(&self.api.absolute(&address)) {
                    send.event(Event::WindowNotReturned);
                }
            }
            Effect::PrepareThisTab(ticket, auth_session) => {
                let body = SignInHere { key, auth_session, theme: self.look.theme };
                self.ask(path::AUTH_SESSION_HERE, body, ticket, Event::ThisTabReady, send);
            }
            Effect::Leave(address) => {
                if !window::leave(&self.api.absolute(&address), self.look.mount) {
                    send.event(Event::WindowNotReturned);
                }
            }
            Effect::WatchAuthSession(ticket, auth_session) => {
                let body = Api::body(&RetrieveAuthSession { key, auth_session, wait: true });
                let event = answered(ticket, Event::AuthSessionSeen);
                self.post(path::AUTH_SESSION_RETRIEVE, body, Patience::Long, event, send);
            }
            Effect::CancelAuthSession(ticket, auth_session) => {
                let body = Api::body(&OneAuthSession { key, auth_session });
                let event: Answered = match ticket {
                    Some(ticket) => answered(ticket, Event::AuthSessionCancelled),
                    // The server gives a sign-in up anyway when the next begins.
                    None => Box::new(|_| None),
                };
                self.post(path::AUTH_SESSION_CANCEL, body, Patience::Normal, event, send);
            }
            Effect::SubmitCredentials(ticket, auth_session, values) => {
                let body = SubmitCredentials { key, auth_session, values };
                self.ask(path::AUTH_SESSION_CREDENTIALS, body, ticket, Event::CredentialsAnswered, send);
            }
            Effect::LoadAccounts(ticket, auth_session) => {
                let body = Api::body(&OneAuthSession { key, auth_session });
                let event: Answered = Box::new(move |answer| {
                    let read = |raw: Raw| if raw.later { Ok(None) } else { raw.read().map(Some) };
                    Some(Event::AccountsLoaded(ticket, answer.and_then(read)))
                });
                self.post(path::AUTH_SESSION_ACCOUNTS, body, Patience::Normal, event, send);
            }
            Effect::SelectAccounts(ticket, auth_session, selected_accounts) => {
                let body = SelectAccounts { key, auth_session, selected_accounts };
                self.ask(path::SELECTED_ACCOUNTS, body, ticket, Event::AccountsSelected, send);
            }
            Effect::LinkMoreAccounts(ticket) => {
                self.ask(path::LINK_MORE_ACCOUNTS, Plain { key }, ticket, Event::MoreAccounts, send);
            }
            Effect::LookUpRoutingNumber(ticket, routing_number) => {
                let body = LookUpRoutingNumber { key, routing_number };
                self.ask(path::ROUTING_NUMBER, body, ticket, Event::RoutingNumberFound, send);
            }
            Effect::AttachBankAccount(ticket, numbers) => {
                let body = AttachBankAccount { key, numbers };
                self.ask(path::ATTACH_BANK_ACCOUNT, body, ticket, Event::NumbersAttached, send);
            }
            Effect::Complete(ticket, terminal_error) => {
                self.ask(path::COMPLETE, Complete { key, terminal_error }, ticket, Event::Completed, send);
            }
            Effect::Wait(ticket, millis) => spawn_local(async move {
                gloo_timers::future::TimeoutFuture::new(millis).await;
                send.event(Event::Elapsed(ticket));
            }),
            Effect::Emit(event) => self.host.emit(&event),
            Effect::PaneShown(_) => focus::heading_soon(),
            Effect::Finish(outcome) => self.host.finish(*outcome),
        }
    }

    fn ask<Body: Serialize, Answer: DeserializeOwned + 'static>(
        &self,
        path: &'static str,
        body: Body,
        ticket: Ticket,
        event: fn(Ticket, Result<Answer, RequestError>) -> Event,
        send: Dispatch,
    ) {
        self.post(path, Api::body(&body), Patience::Normal, answered(ticket, event), send);
    }

    fn post(
        &self,
        path: &'static str,
        body: Option<String>,
        patience: Patience,
        event: Answered,
        send: Dispatch,
    ) {
        let api = self.api.clone();
        spawn_local(async move {
            if let Some(event) = event(api.ask(path, body, patience).await) {
                send.event(event);
            }
        });
    }
}

/// Makes an event of an answer, if anybody waits for one.
type Answered = Box<dyn FnOnce(Result<Raw, RequestError>) -> Option<Event>>;

fn answered<Answer: DeserializeOwned + 'static>(
    ticket: Ticket,
    event: fn(Ticket, Result<Answer, RequestError>) -> Event,
) -> Answered {
    Box::new(move |answer| Some(event(ticket, answer.and_then(Raw::read))))
}
