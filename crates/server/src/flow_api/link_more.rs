//! Back to the choice of banks. What was chosen stays; a sign-in that nothing was chosen from is
//! given up.

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::link::{Manifest, Pane, Plain};

use super::{access, body::Body, consent, failures, manifest};
use crate::{
    AppState,
    failure::Answer,
    store::{auth_sessions, selections},
};

pub(super) async fn link_more(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<Plain>,
) -> Answer<Json<Manifest>> {
    let opened = access::open(&state, &headers, &request.key).await?;
    let session = &opened.session;
    consent::required(&state, session).await?;
    let chosen = selections::of_session(state.store.pool(), &session.id).await?;
    if manifest::is_full(session, chosen.len()) {
        return Err(failures::step_not_allowed("As many accounts as allowed have been chosen already."));
    }
    let mut tx = state.store.begin_write(&session.merchant).await?;
    let cancelled = auth_sessions::leave(&mut tx, &session.id, state.now()).await?;
    tx.commit().await?;
    for id in cancelled {
        state.announce(id);
    }
    let manifest = manifest::build(&state, &opened).await?;
    Ok(Json(Manifest { next_pane: Pane::InstitutionPicker, ..manifest }))
}
