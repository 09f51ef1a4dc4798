//! What watches the server: health on the api origin, figures on an address of their own.

use std::time::Duration;

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE},
    response::IntoResponse,
    routing::get,
};

use crate::AppState;

/// For the database to answer a health check.
const PATIENCE: Duration = Duration::from_secs(2);
/// The format of Prometheus and `OpenMetrics`.
const FORMAT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// `/healthz` and `/readyz`, for whoever starts and stops the process. They say nothing that a
/// stranger could not learn by connecting.
pub fn health() -> Router<AppState> {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(readyz))
}

/// `/metrics`. Not on the api origin: which routes are used how much is the operator's business.
pub fn figures(state: AppState) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(state)
}

/// Whether it wants more work: it was not told to stop, and its database answers.
async fn readyz(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if !state.lifecycle.is_ready() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    let asked = sqlx::query("SELECT 1").execute(state.store.pool());
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(_)) => (StatusCode::OK, "ready\n"),
        Ok(Err(error)) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database fails\n")
        }
        Err(_) => {
            tracing::error!("not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}

async fn metrics(State(state): State<AppState>) -> Result<impl IntoResponse, StatusCode> {
    let text = state.metrics.text().map_err(|error| {
        tracing::error!(%error, "figures could not be written");
        StatusCode::INTERNAL_SERVER_ERROR
    })?;
    Ok(([(CONTENT_TYPE, FORMAT)], text))
}
