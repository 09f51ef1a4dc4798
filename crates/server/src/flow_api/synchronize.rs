//! Begins the flow, or goes on with it after a reload.

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::link::{Manifest, Synchronize};

use super::{access, body::Body, locale, manifest};
use crate::{AppState, failure::Answer};

pub(super) async fn synchronize(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<Synchronize>,
) -> Answer<Json<Manifest>> {
    let opened = access::open(&state, &headers, &request.key).await?;
    locale::check(&request.locale)?;
    manifest::build(&state, &opened).await.map(Json)
}
