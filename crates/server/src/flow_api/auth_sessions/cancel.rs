//! The person gives a sign-in up.

use std::time::Duration;

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::link::{AuthSession, OneAuthSession};

use super::view;
use crate::{
    AppState,
    failure::Answer,
    flow_api::{access, body::Body, changes, current},
    store::auth_sessions,
};

/// How long the end of an exchange that is under way is waited for.
const PATIENCE: Duration = Duration::from_secs(12);

/// Cancels what is pending and answers with how the sign-in stands then. What the bank has said
/// yes to stays authorized: a window that closes by itself looks like one that was given up.
pub(super) async fn cancel(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<OneAuthSession>,
) -> Answer<Json<AuthSession>> {
    let session = access::open(&state, &headers, &request.key).await?.session;
    let row = current::find(&state, &session.id, &request.auth_session).await?;
    if auth_sessions::cancel(state.store.pool(), &row.id, state.now()).await? {
        state.announce(row.id.clone());
    }
    let row = changes::settled(&state, &session.id, &row.id, PATIENCE).await?;
    auth_sessions::tell(state.store.pool(), &row, state.now()).await?;
    Ok(Json(view(&state, &row)?))
}
