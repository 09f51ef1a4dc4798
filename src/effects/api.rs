//! The flow's own API over `fetch`.

use gloo_net::http::{Request, Response};
use linkspan_machine::RequestError;
use linkspan_wire::{ErrorEnvelope, link::SessionKey};
use serde::{Serialize, de::DeserializeOwned};
use web_sys::AbortSignal;

/// Longest wait for an answer.
const TIMEOUT_MS: u32 = 15_000;
/// Longest wait for one that the server holds back (20 s) until there is news.
const LONG_TIMEOUT_MS: u32 = 30_000;
/// "Not yet, ask again."
const ACCEPTED: u16 = 202;

/// The flow's own API, for one session.
#[derive(Clone)]
pub struct Api {
    origin: String,
    key: SessionKey,
}

impl Api {
    /// At this origin (empty: the document's own) for this session.
    pub fn new(origin: String, key: SessionKey) -> Self {
        Self { origin, key }
    }

    /// Which session.
    pub fn key(&self) -> SessionKey {
        self.key.clone()
    }

    /// An address of the API's origin; one that is absolute already stays.
    pub fn absolute(&self, address: &str) -> String {
        if address.starts_with('/') { format!("{}{address}", self.origin) } else { address.to_owned() }
    }

    /// Asks and waits for the answer.
    pub async fn ask<Body: Serialize, Answer: DeserializeOwned>(
        &self,
        path: &str,
        body: &Body,
    ) -> Result<Answer, RequestError> {
        read(self.post(path, body, TIMEOUT_MS).await?).await
    }

    /// Asks something whose answer the server may hold back.
    pub async fn ask_long<Body: Serialize, Answer: DeserializeOwned>(
        &self,
        path: &str,
        body: &Body,
    ) -> Result<Answer, RequestError> {
        read(self.post(path, body, LONG_TIMEOUT_MS).await?).await
    }

    /// Asks something to which "not yet" (status 202) is an answer: `None`.
    pub async fn ask_or_later<Body: Serialize, Answer: DeserializeOwned>(
        &self,
        path: &str,
        body: &Body,
    ) -> Result<Option<Answer>, RequestError> {
        let response = self.post(path, body, TIMEOUT_MS).await?;
        if response.status() == ACCEPTED { Ok(None) } else { read(response).await.map(Some) }
    }

    async fn post<Body: Serialize>(
        &self,
        path: &str,
        body: &Body,
        timeout_ms: u32,
    ) -> Result<Response, RequestError> {
        Request::post(&self.absolute(path))
            .abort_signal(Some(&AbortSignal::timeout_with_u32(timeout_ms)))
            .json(body)
            .map_err(|_| RequestError::Unreadable)?
            .send()
            .await
            .map_err(|error| unanswered(&error))
    }
}

/// Why there is no answer: the signal's own error is called `TimeoutError`.
fn unanswered(error: &gloo_net::Error) -> RequestError {
    match error {
        gloo_net::Error::JsError(error) if error.name == "TimeoutError" => RequestError::Timeout,
        _ => RequestError::Unreachable,
    }
}

async fn read<Answer: DeserializeOwned>(response: Response) -> Result<Answer, RequestError> {
    let ok = response.ok();
    let text = response.text().await.map_err(|error| unanswered(&error))?;
    if ok {
        return serde_json::from_str(&text).map_err(|_| RequestError::Unreadable);
    }
    // A proxy in between may answer with a page of its own: that is the server failing.
    Err(serde_json::from_str::<ErrorEnvelope>(&text)
        .map_or(RequestError::Unreadable, |envelope| RequestError::Api(envelope.error)))
}
