//! Begins the flow, or goes on with it after a reload.

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::link::{Manifest, Pane, Synchronize};

use super::{access, auth_sessions::view, body::Body, current, locale, manifest};
use crate::{AppState, failure::Answer, store::auth_sessions};

pub(super) async fn synchronize(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<Synchronize>,
) -> Answer<Json<Manifest>> {
    let opened = access::open(&state, &headers, &request.key).await?;
    locale::check(&request.locale)?;
    let manifest = manifest::build(&state, &opened).await?;
    // The bank said no, or broke, or it took too long, while nobody was here: told once, where the sign-in
    // was.
    let Some(row) = current::untold(&state, &opened.session).await? else { return Ok(Json(manifest)) };
    auth_sessions::tell(state.store.pool(), &row, state.now()).await?;
    let active_auth_session = Some(view(&state, &row)?);
    Ok(Json(Manifest { next_pane: Pane::PartnerAuth, active_auth_session, ..manifest }))
}
