//! How a sign-in stands.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use linkspan_wire::link::{AuthSession, RetrieveAuthSession};

use super::view;
use crate::{
    AppState,
    failure::Answer,
    flow_api::{access, body::Body, changes},
    store::auth_sessions::{self, Status},
};

/// How long an answer is held back; shorter than what proxies allow.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) async fn retrieve(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<RetrieveAuthSession>,
) -> Answer<(StatusCode, Json<AuthSession>)> {
    let session = access::open(&state, &headers, &request.key).await?.session;
    let patience = if request.wait { PATIENCE } else { Duration::ZERO };
    let row = changes::settled(&state, &session.id, &request.auth_session, patience).await?;
    auth_sessions::tell(state.store.pool(), &row, state.now()).await?;
    let unchanged = request.wait && row.status == Status::Pending;
    let status = if unchanged { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok((status, Json(view(&state, &row)?)))
}
