//! The merchant API: form-encoded requests with the secret key, JSON answers.

use std::time::Duration;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use thiserror::Error;

use crate::{form::Form, settings::SecretKey};

/// The merchant API of one server.
pub struct Api {
    client: Client,
    origin: String,
    key: SecretKey,
}

/// Why there is no answer to work with.
#[derive(Debug, Error)]
pub enum ApiFailure {
    /// The API said no; its own words are passed on.
    #[error("the API answered {status}: {}", message(.body))]
    Refused {
        /// HTTP status.
        status: StatusCode,
        /// `{"error": {…}}`
        body: Value,
    },
    /// The API was not reached, or did not answer in JSON.
    #[error("the API was not reached")]
    Unreachable(#[source] reqwest::Error),
}

impl Api {
    /// An API at this origin, asked with this key.
    pub fn new(origin: String, key: SecretKey) -> Result<Self, reqwest::Error> {
        // reqwest is built without a provider of its own; a second call finds this one in place.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(30))
            .no_proxy()
            .build()?;
        Ok(Self { client, origin, key })
    }

    /// `GET {path}`
    pub async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Value, ApiFailure> {
        self.send(self.client.get(self.address(path)).query(query)).await
    }

    /// `POST {path}` with a form.
    pub async fn post(&self, path: &str, form: &Form) -> Result<Value, ApiFailure> {
        self.send(self.client.post(self.address(path)).form(form.pairs())).await
    }

    /// `DELETE {path}`
    pub async fn delete(&self, path: &str) -> Result<Value, ApiFailure> {
        self.send(self.client.delete(self.address(path))).await
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Value, ApiFailure> {
        // The secret key is the user name, and there is no password.
        let request = request.basic_auth(self.key.expose(), None::<&str>);
        let answer = request.send().await.map_err(ApiFailure::unreachable)?;
        let status = answer.status();
        let body = answer.json::<Value>().await;
        if status.is_success() {
            body.map_err(ApiFailure::unreachable)
        } else {
            let body = body.unwrap_or_else(|_| json!({ "error": { "type": "api_error" } }));
            Err(ApiFailure::Refused { status, body })
        }
    }
}

impl ApiFailure {
    fn unreachable(error: reqwest::Error) -> Self {
        Self::Unreachable(error.without_url())
    }
}

/// The page is told what the API said, so that it can show it at the field.
impl IntoResponse for ApiFailure {
    fn into_response(self) -> Response {
        match self {
            // A wrong secret key is this server's mistake, not the page's.
            Self::Refused { status: StatusCode::UNAUTHORIZED, .. } => problem(
                StatusCode::BAD_GATEWAY,
                "authentication_error",
                "The API did not take this server's key.",
            ),
            Self::Refused { status, body } => (status, Json(body)).into_response(),
            Self::Unreachable(_) => problem(
                StatusCode::BAD_GATEWAY,
                "api_connection_error",
                "The API cannot be reached right now.",
            ),
        }
    }
}

fn problem(status: StatusCode, kind: &str, message: &str) -> Response {
    (status, Json(json!({ "error": { "type": kind, "message": message } }))).into_response()
}

fn message(body: &Value) -> &str {
    body["error"]["message"].as_str().unwrap_or("without a message")
}
