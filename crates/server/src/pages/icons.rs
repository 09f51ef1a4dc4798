//! Icons of institutions and merchants, drawn as SVG.

use axum::{
    extract::{Path, State},
    http::header::{self, HeaderName},
    response::{IntoResponse, Response},
};

use super::missing::missing;
use crate::{AppState, failure::Answer, store::merchants};

/// An SVG opened by itself is a document: it may load and run nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/// `GET /icons/{bcinst_…}.svg`
pub async fn institution(State(state): State<AppState>, Path(file): Path<String>) -> Response {
    match file.strip_suffix(".svg").and_then(|id| state.directory.icon_svg(id)) {
        Some(svg) => picture(svg),
        None => missing("/icons"),
    }
}

/// `GET /icons/merchant/{acct_…}.svg`
pub async fn merchant(State(state): State<AppState>, Path(file): Path<String>) -> Answer<Response> {
    let Some(id) = file.strip_suffix(".svg") else { return Ok(missing("/icons")) };
    let merchant = merchants::find(state.store.pool(), id).await?;
    Ok(merchant.and_then(|merchant| merchant.icon_svg).map_or_else(|| missing("/icons"), picture))
}

fn picture(svg: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        // The flow in a page of another origin shows them too.
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (headers, svg).into_response()
}
