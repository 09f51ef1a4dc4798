//! Carries out what the state machine wants done; one file for each thing outside.

pub mod api;
pub mod focus;
pub mod history;
pub mod host;
pub mod network;
pub mod window;

use linkspan_machine::{Effect, Event, RequestError, Ticket};
use linkspan_wire::link::{
    Complete, ConsentAcquired, CreateAuthSession, OneAuthSession, Plain, RetrieveAuthSession,
    SearchInstitutions, SelectAccounts, SubmitCredentials, Synchronize, path,
};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen_futures::spawn_local;

use self::{api::Api, host::Host};
use crate::app::Dispatch;

/// How many rows a search brings. Source: the flow's API, `limit=20`.
const SEARCH_LIMIT: u32 = 20;

/// Carries out effects for one flow.
#[derive(Clone)]
pub struct Runner {
    api: Api,
    host: Host,
    locale: &'static str,
}

impl Runner {
    /// For one flow: where its API is, whom to tell, and the language tag that the person reads.
    pub fn new(api: Api, host: Host, locale: &'static str) -> Self {
        Self { api, host, locale }
    }

    /// Carries out one effect. What comes of it is sent as an event, now or later.
    pub fn run(&self, effect: Effect, send: Dispatch) {
        let key = self.api.key();
        match effect {
            Effect::Synchronize(ticket) => {
                let body = Synchronize { key, locale: self.locale.to_owned() };
                self.ask(path::SYNCHRONIZE, body, ticket, Event::Synchronized, send);
            }
            Effect::AcquireConsent(ticket, version) => {
                let body = ConsentAcquired { key, version, locale: self.locale.to_owned() };
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
            Effect::WatchAuthSession(ticket, auth_session) => {
                let api = self.api.clone();
                let body = RetrieveAuthSession { key, auth_session, wait: true };
                spawn_local(async move {
                    let answer = api.ask_long(path::AUTH_SESSION_RETRIEVE, &body).await;
                    send.event(Event::AuthSessionSeen(ticket, answer));
                });
            }
            Effect::CancelAuthSession(auth_session) => {
                let api = self.api.clone();
                spawn_local(async move {
                    // Nobody waits for it: the server gives a sign-in up anyway when the next begins.
                    drop(
                        api.ask::<_, serde::de::IgnoredAny>(
                            path::AUTH_SESSION_CANCEL,
                            &OneAuthSession { key, auth_session },
                        )
                        .await,
                    );
                });
            }
            Effect::SubmitCredentials(ticket, auth_session, values) => {
                let body = SubmitCredentials { key, auth_session, values };
                self.ask(path::AUTH_SESSION_CREDENTIALS, body, ticket, Event::CredentialsAnswered, send);
            }
            Effect::LoadAccounts(ticket, auth_session) => {
                let api = self.api.clone();
                spawn_local(async move {
                    let body = OneAuthSession { key, auth_session };
                    let answer = api.ask_or_later(path::AUTH_SESSION_ACCOUNTS, &body).await;
                    send.event(Event::AccountsLoaded(ticket, answer));
                });
            }
            Effect::SelectAccounts(ticket, auth_session, selected_accounts) => {
                let body = SelectAccounts { key, auth_session, selected_accounts };
                self.ask(path::SELECTED_ACCOUNTS, body, ticket, Event::AccountsSelected, send);
            }
            Effect::LinkMoreAccounts(ticket) => {
                self.ask(path::LINK_MORE_ACCOUNTS, Plain { key }, ticket, Event::MoreAccounts, send);
            }
            Effect::Complete(ticket, terminal_error) => {
                self.ask(path::COMPLETE, Complete { key, terminal_error }, ticket, Event::Completed, send);
            }
            Effect::Wait(ticket, millis) => spawn_local(async move {
                gloo_timers::future::TimeoutFuture::new(millis).await;
                send.event(Event::Elapsed(ticket));
            }),
            Effect::Emit(event) => self.host.emit(&event),
            Effect::PaneShown(_) => {
                focus::heading_soon();
                self.host.painted_soon();
            }
            Effect::Finish(outcome) => self.host.finish(*outcome),
        }
    }

    fn ask<Body, Answer>(
        &self,
        path: &'static str,
        body: Body,
        ticket: Ticket,
        event: fn(Ticket, Result<Answer, RequestError>) -> Event,
        send: Dispatch,
    ) where
        Body: Serialize + 'static,
        Answer: DeserializeOwned + 'static,
    {
        let api = self.api.clone();
        spawn_local(async move { send.event(event(ticket, api.ask(path, &body).await)) });
    }
}
