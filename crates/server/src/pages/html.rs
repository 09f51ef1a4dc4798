//! The three pages that run the flow. They are one document; where it is, tells it what it is.

use std::{
    io,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use axum::{
    extract::{RawQuery, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{Pages, policy};
use crate::{Failure, allowed_origin, failure::Answer, ids, store::api_keys};

/// What Trunk writes where a nonce belongs.
const PLACEHOLDER: &str = "{{__TRUNK NONCE__}}";
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
     <title>Linkspan: not built yet</title><h1>The web build is missing</h1>\
     <p>Run <code>cargo xtask build</code>, or point <code>--web-dir</code> to a build, and load this page again.</p>";

/// `index.html` of the web build, read again when it changes.
pub struct Html {
    file: PathBuf,
    read: RwLock<Option<Version>>,
}

/// What was read, and of when it is.
#[derive(Clone)]
struct Version {
    modified: SystemTime,
    length: u64,
    text: Arc<str>,
}

impl Html {
    /// Reads nothing yet.
    pub fn new(file: PathBuf) -> Self {
        Self { file, read: RwLock::default() }
    }

    async fn text(&self) -> io::Result<Arc<str>> {
        let meta = tokio::fs::metadata(&self.file).await?;
        let (modified, length) = (meta.modified()?, meta.len());
        let known = self.read.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known.filter(|known| known.modified == modified && known.length == length) {
            return Ok(known.text);
        }
        let text: Arc<str> = tokio::fs::read_to_string(&self.file).await?.into();
        let version = Version { modified, length, text: Arc::clone(&text) };
        *self.read.write().unwrap_or_else(PoisonError::into_inner) = Some(version);
        Ok(text)
    }
}

/// `GET /frame?key=pk_…`: inside a merchant's page. Who may frame it follows from the key alone;
/// an unknown key gets the same bytes, framed by nobody, so that keys cannot be tried out here.
pub async fn frame(State(pages): State<Pages>, RawQuery(query): RawQuery) -> Answer<Response> {
    let query = query.unwrap_or_default();
    let key = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "key");
    let merchant = match key {
        Some((_, key)) => api_keys::merchant_of_page(pages.app.store.pool(), &key, pages.app.now()).await?,
        None => None,
    };
    let origins = merchant.map(|merchant| merchant.allowed_origins).unwrap_or_default();
    document(&pages, &allowed_origin::frame_ancestors(&origins)).await
}

/// `GET /link`: the full page, for the session that the cookie names.
pub async fn link(State(pages): State<Pages>) -> Answer<Response> {
    document(&pages, "'none'").await
}

/// `GET /`: the sandbox's page to try the flow on.
pub async fn demo(State(pages): State<Pages>) -> Answer<Response> {
    document(&pages, "'none'").await
}

async fn document(pages: &Pages, frame_ancestors: &str) -> Answer<Response> {
    let nonce = ids::new_secret("");
    let (status, text) = match pages.html.text().await {
        Ok(text) => (StatusCode::OK, text.replace(PLACEHOLDER, &nonce)),
        Err(error) => {
            tracing::warn!(%error, file = %pages.html.file.display(), "the web build cannot be read");
            (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT.to_owned())
        }
    };
    let policy = policy::page_policy(&nonce, frame_ancestors);
    let policy = HeaderValue::from_str(&policy).map_err(Failure::internal)?;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    Ok((status, [(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, policy)], text)
        .into_response())
}
