//! `GET /icons/{id}.svg`

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::bank::Bank;

/// The icon of an institution.
pub(crate) async fn icon(State(bank): State<Arc<Bank>>, Path(file): Path<String>) -> Response {
    match file.strip_suffix(".svg").and_then(|id| bank.icon(id)) {
        Some(icon) => (
            [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")],
            icon,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
