//! The flow's own API over `fetch`.
//!
//! Only the edges know the types of requests and answers; what is in between works on JavaScript
//! values, so that it is in the module once and not once for each type.

use gloo_net::http::{Request, Response};
use js_sys::Promise;
use linkspan_machine::RequestError;
use linkspan_wire::{ErrorEnvelope, link::SessionKey};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::host::to_js;

/// Longest wait for an answer.
const TIMEOUT_MS: u32 = 15_000;
/// Longest wait for one that the server holds back (20 s) until there is news.
const LONG_TIMEOUT_MS: u32 = 30_000;
/// Name of the error of a signal whose time is over.
const TIMED_OUT: &str = "TimeoutError";
/// "Not yet, ask again."
const ACCEPTED: u16 = 202;

/// How long an answer may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// As long as a person waits.
    Normal,
    /// The server may hold the answer back.
    Long,
}

/// A good answer, not read yet.
pub struct Raw {
    /// Whether it says "not yet, ask again".
    pub later: bool,
    body: JsValue,
}

impl Raw {
    /// Reads it.
    ///
    /// # Errors
    /// [`RequestError::Unreadable`] when it is of another shape.
    pub fn read<Answer: DeserializeOwned>(self) -> Result<Answer, RequestError> {
        serde_wasm_bindgen::from_value(self.body).map_err(|_| RequestError::Unreadable)
    }
}

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

    /// The body of a request.
    pub fn body(request: &impl Serialize) -> Option<String> {
        js_sys::JSON::stringify(&to_js(request).ok()?).ok()?.as_string()
    }

    /// Asks with a body made by [`Api::body`] and waits for the answer.
    ///
    /// # Errors
    /// [`RequestError`]: no answer, or the server's error.
    pub async fn ask(
        &self,
        path: &str,
        body: Option<String>,
        patience: Patience,
    ) -> Result<Raw, RequestError> {
        let timeout = match patience {
            Patience::Normal => TIMEOUT_MS,
            Patience::Long => LONG_TIMEOUT_MS,
        };
        let response = Request::post(&self.absolute(path))
            .header("content-type", "application/json")
            .abort_signal(Some(&AbortSignal::timeout_with_u32(timeout)))
            .body(body.ok_or(RequestError::Unreadable)?)
            .map_err(|_| RequestError::Unreadable)?
            .send()
            .await
            .map_err(|error| unanswered(&error))?;
        read(response).await
    }
}

/// Why there is no answer.
fn unanswered(error: &gloo_net::Error) -> RequestError {
    match error {
        gloo_net::Error::JsError(error) if error.name == TIMED_OUT => RequestError::Timeout,
        _ => RequestError::Unreachable,
    }
}

/// The answer to a request that somebody else sent.
///
/// # Errors
/// [`RequestError`]: no answer, or the server's error.
pub async fn answer_to(asked: Promise) -> Result<Raw, RequestError> {
    let response = JsFuture::from(asked).await.map_err(|error| refused(&error))?;
    let response: web_sys::Response = response.dyn_into().map_err(|_| RequestError::Unreadable)?;
    read(response.into()).await
}

fn refused(error: &JsValue) -> RequestError {
    let name = js_sys::Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    if name.as_deref() == Some(TIMED_OUT) { RequestError::Timeout } else { RequestError::Unreachable }
}

async fn read(response: Response) -> Result<Raw, RequestError> {
    let (ok, later) = (response.ok(), response.status() == ACCEPTED);
    let text = response.text().await.map_err(|error| unanswered(&error))?;
    // A proxy in between may answer with a page of its own: that is the server failing.
    let body = js_sys::JSON::parse(&text).map_err(|_| RequestError::Unreadable)?;
    if ok {
        return Ok(Raw { later, body });
    }
    Err(serde_wasm_bindgen::from_value::<ErrorEnvelope>(body)
        .map_or(RequestError::Unreadable, |envelope| RequestError::Api(envelope.error)))
}
