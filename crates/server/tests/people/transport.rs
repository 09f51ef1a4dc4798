//! Requests of the flow over HTTP: `src/effects.rs` and `src/effects/api.rs` without a browser.

use linkspan_machine::{Answer, Effect, Event, RequestError};
use linkspan_wire::{
    ClientSecret, ErrorEnvelope,
    error::code,
    host::Theme,
    link::{
        AttachBankAccount, Complete, ConsentAcquired, CreateAuthSession, LookUpRoutingNumber, OneAuthSession,
        Plain, RetrieveAuthSession, SearchInstitutions, SelectAccounts, SessionKey, SignInHere,
        SubmitCredentials, Synchronize, path,
    },
};
use reqwest::StatusCode;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::support::App;

/// What a request came to: the answer's status and body.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: StatusCode,
    pub body: Value,
}

/// The flow's API, for one session.
pub struct Api<'a> {
    pub app: &'a App,
    pub key: SessionKey,
}

impl<'a> Api<'a> {
    pub fn new(app: &'a App, publishable_key: &str, client_secret: &str) -> Self {
        let key = SessionKey {
            publishable_key: Some(publishable_key.into()),
            client_secret: Some(ClientSecret::parse(client_secret).expect("a secret")),
            page: None,
        };
        Self { app, key }
    }

    /// Sends what an effect asks for. `None` for effects that ask the server nothing.
    pub async fn send(&self, asked: &Effect) -> Option<Reply> {
        let key = self.key.clone();
        let locale = || "en".to_owned();
        Some(match asked.clone() {
            Effect::Synchronize(_) => {
                self.post(path::SYNCHRONIZE, &Synchronize { key, locale: locale() }).await
            }
            Effect::AcquireConsent(_, version) => {
                self.post(path::CONSENT_ACQUIRED, &ConsentAcquired { key, version, locale: locale() }).await
            }
            Effect::LoadFeatured(_) => self.post(path::FEATURED_INSTITUTIONS, &Plain { key }).await,
            Effect::Search(_, query) => {
                self.post(path::INSTITUTIONS, &SearchInstitutions { key, query, limit: 20 }).await
            }
            Effect::CreateAuthSession(_, institution) => {
                self.post(path::AUTH_SESSIONS, &CreateAuthSession { key, institution }).await
            }
            // The browser lets the server hold this answer back; here nobody has the time.
            Effect::WatchAuthSession(_, auth_session) => {
                let body = RetrieveAuthSession { key, auth_session, wait: false };
                self.post(path::AUTH_SESSION_RETRIEVE, &body).await
            }
            Effect::PrepareThisTab(_, auth_session) => {
                let body = SignInHere { key, auth_session, theme: Theme::Auto };
                self.post(path::AUTH_SESSION_HERE, &body).await
            }
            Effect::CancelAuthSession(_, auth_session) => {
                self.post(path::AUTH_SESSION_CANCEL, &OneAuthSession { key, auth_session }).await
            }
            Effect::SubmitCredentials(_, auth_session, values) => {
                let body = SubmitCredentials { key, auth_session, values };
                self.post(path::AUTH_SESSION_CREDENTIALS, &body).await
            }
            Effect::LoadAccounts(_, auth_session) => {
                self.post(path::AUTH_SESSION_ACCOUNTS, &OneAuthSession { key, auth_session }).await
            }
            Effect::SelectAccounts(_, auth_session, selected_accounts) => {
                let body = SelectAccounts { key, auth_session, selected_accounts };
                self.post(path::SELECTED_ACCOUNTS, &body).await
            }
            Effect::LinkMoreAccounts(_) => self.post(path::LINK_MORE_ACCOUNTS, &Plain { key }).await,
            Effect::LookUpRoutingNumber(_, routing_number) => {
                self.post(path::ROUTING_NUMBER, &LookUpRoutingNumber { key, routing_number }).await
            }
            Effect::AttachBankAccount(_, numbers) => {
                self.post(path::ATTACH_BANK_ACCOUNT, &AttachBankAccount { key, numbers }).await
            }
            Effect::Complete(_, terminal_error) => {
                self.post(path::COMPLETE, &Complete { key, terminal_error }).await
            }
            Effect::OpenWindow(_)
            | Effect::Leave(_)
            | Effect::Wait(..)
            | Effect::Emit(_)
            | Effect::PaneShown(_)
            | Effect::Finish(_) => return None,
        })
    }

    async fn post(&self, path: &str, body: &impl Serialize) -> Reply {
        let url = format!("{}{path}", self.app.state.origins.flow);
        let response = self.app.http.post(url).json(body).send().await.expect("an answer");
        let status = response.status();
        let body: Value = response.json().await.expect("JSON, whatever happens");
        assert_ne!(body["error"]["code"], code::UNEXPECTED_ERROR, "the server broke at {path}: {body}");
        Reply { status, body }
    }
}

/// The event that brings an answer to whoever asked. `None` where nobody waits.
pub fn deliver(asked: &Effect, answer: Answer<Reply>) -> Option<Event> {
    Some(match asked {
        Effect::Synchronize(ticket) => Event::Synchronized(*ticket, read(answer)),
        Effect::AcquireConsent(ticket, _) => Event::ConsentAcquired(*ticket, read(answer)),
        Effect::LoadFeatured(ticket) => Event::FeaturedLoaded(*ticket, read(answer)),
        Effect::Search(ticket, _) => Event::Searched(*ticket, read(answer)),
        Effect::CreateAuthSession(ticket, _) => Event::AuthSessionCreated(*ticket, read(answer)),
        Effect::WatchAuthSession(ticket, _) => Event::AuthSessionSeen(*ticket, read(answer)),
        Effect::PrepareThisTab(ticket, _) => Event::ThisTabReady(*ticket, read(answer)),
        Effect::CancelAuthSession(Some(ticket), _) => Event::AuthSessionCancelled(*ticket, read(answer)),
        Effect::SubmitCredentials(ticket, ..) => Event::CredentialsAnswered(*ticket, read(answer)),
        Effect::LoadAccounts(ticket, _) => match answer {
            Ok(reply) if reply.status == StatusCode::ACCEPTED => Event::AccountsLoaded(*ticket, Ok(None)),
            answer => Event::AccountsLoaded(*ticket, read(answer).map(Some)),
        },
        Effect::SelectAccounts(ticket, ..) => Event::AccountsSelected(*ticket, read(answer)),
        Effect::LinkMoreAccounts(ticket) => Event::MoreAccounts(*ticket, read(answer)),
        Effect::LookUpRoutingNumber(ticket, _) => Event::RoutingNumberFound(*ticket, read(answer)),
        Effect::AttachBankAccount(ticket, _) => Event::NumbersAttached(*ticket, read(answer)),
        Effect::Complete(ticket, _) => Event::Completed(*ticket, read(answer)),
        Effect::Wait(ticket, _) => Event::Elapsed(*ticket),
        _ => return None,
    })
}

#[expect(clippy::result_large_err, reason = "as large as the answers of the flow")]
fn read<T: DeserializeOwned>(answer: Answer<Reply>) -> Answer<T> {
    let Reply { status, body } = answer?;
    if status.is_success() {
        return serde_json::from_value(body).map_err(|_| RequestError::Unreadable);
    }
    let envelope: Result<ErrorEnvelope, _> = serde_json::from_value(body);
    Err(envelope.map_or(RequestError::Unreadable, |envelope| RequestError::Api(envelope.error)))
}
