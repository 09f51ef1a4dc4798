//! Hears what happened: registers an endpoint, receives deliveries, streams them to the page.

use std::{
    convert::Infallible,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use serde_json::Value;
use tokio_stream::{Stream, StreamExt};

use crate::{api::ApiFailure, form::Form, signature, site::Site};

/// Path of the endpoint on this server.
pub const PATH: &str = "/webhook";
const ENDPOINTS: &str = "/v1/webhook_endpoints";

/// Registers this server; gives the endpoint's id.
pub async fn register(site: &Site) -> Result<String, ApiFailure> {
    let url = format!("{}{PATH}", site.origin);
    forget_former(site, &url).await;
    let form = Form::new()
        .with("url", url.as_str())
        .with_all("enabled_events", &["*".to_owned()])
        .with("description", "Example merchant");
    let endpoint = site.api.post(ENDPOINTS, &form).await?;
    if let Some(secret) = endpoint["secret"].as_str() {
        site.webhook_secret.get_or_init(|| secret.to_owned());
    }
    Ok(endpoint["id"].as_str().unwrap_or_default().to_owned())
}

/// Takes the endpoint back; nothing depends on it, so a failure is passed over.
pub async fn unregister(site: &Site, id: &str) {
    let _ = site.api.delete(&format!("{ENDPOINTS}/{id}")).await;
}

/// Removes what an earlier run on this address left, so that no event is delivered twice here.
async fn forget_former(site: &Site, url: &str) {
    let Ok(list) = site.api.get(ENDPOINTS, &[("limit", "100")]).await else { return };
    let endpoints = list["data"].as_array().map(Vec::as_slice).unwrap_or_default();
    for id in endpoints.iter().filter(|each| each["url"] == url).filter_map(|each| each["id"].as_str()) {
        unregister(site, id).await;
    }
}

/// `POST /webhook`
pub async fn receive(State(site): State<Arc<Site>>, headers: HeaderMap, body: Bytes) -> Response {
    let header = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Without a registration nothing can be believed.
    let Some(secret) = site.webhook_secret.get() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    if let Err(error) = signature::verify(header, &body, secret, now) {
        return (StatusCode::BAD_REQUEST, error.to_string()).into_response();
    }
    match serde_json::from_slice::<Value>(&body) {
        Ok(event) if event["id"].is_string() => {
            site.inbox.take(event);
            StatusCode::OK.into_response()
        }
        _ => (StatusCode::BAD_REQUEST, "not an event").into_response(),
    }
}

/// `GET /webhooks`: events as they arrive, as server-sent events.
pub async fn stream(State(site): State<Arc<Site>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = site.inbox.events().filter_map(|event| Event::default().json_data(event).ok()).map(Ok);
    Sse::new(events).keep_alive(KeepAlive::default())
}
