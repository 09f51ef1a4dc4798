//! `/v1/test_helpers/…`: what only happens by itself after a while, at once.

mod link;

use axum::{
    Json,
    extract::{Path, State},
};
use linkspan_wire::session::Session;
use serde_json::Value;

use super::{
    Caller, Endpoint, expand,
    params::{RawParams, Schema},
    sessions::{missing, object},
};
use crate::{AppState, Failure, failure::Answer, store::sessions, sweep};

/// The test helpers' endpoints.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::post("/v1/test_helpers/financial_connections/sessions/{id}/link", link::link_session)
            .named("link_session", "Links accounts at a test bank as if a person had gone through the flow.")
            .takes(link::SCHEMA)
            .answers::<Session>(),
        Endpoint::post("/v1/test_helpers/financial_connections/sessions/{id}/expire", expire_session)
            .named("expire_session", "Ends an open session as if its time were over.")
            .answers::<Session>(),
    ]
}

/// `POST /v1/test_helpers/financial_connections/sessions/{id}/expire`: the session's time is over
/// now, with everything that follows from it.
pub async fn expire_session(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let pool = state.store.pool();
    let row = sessions::find(pool, caller.id(), &id).await?.ok_or_else(|| missing(&id))?;
    if !row.is_open_at(state.now()) || !sessions::expire(pool, caller.id(), &id, state.now()).await? {
        return Err(Failure::bad_request(
            "session_not_open",
            "Only a session that is still open can be expired.",
        )
        .with_param("id"));
    }
    sweep::end(&state, &row).await?;
    let row = sessions::find(pool, caller.id(), &id).await?.ok_or_else(|| missing(&id))?;
    let session = object(&state, &row).await?;
    expand::answer(&state, caller.id(), &params, &session).await
}
