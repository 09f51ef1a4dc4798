//! Banks that go down and come up again, for the whole sandbox.

use axum::{Json, extract::State};
use serde_json::Value;

use crate::{
    AppState,
    api::{
        Caller, expand, institutions,
        params::{RawParams, Schema},
        path::Path,
    },
    failure::Answer,
    store::rehearsal,
};

/// `POST /v1/test_helpers/financial_connections/institutions/{id}/down`: the bank answers nothing any
/// more, as Down (Unscheduled) does.
pub(super) async fn down(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    set(&state, &caller, &id, raw, true).await
}

/// `POST /v1/test_helpers/financial_connections/institutions/{id}/up`: it answers again. A bank that is
/// down by its own nature stays so.
pub(super) async fn up(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    set(&state, &caller, &id, raw, false).await
}

async fn set(state: &AppState, caller: &Caller, id: &str, raw: RawParams, down: bool) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let record = institutions::found(state, id)?;
    rehearsal::set_down(state.store.pool(), &record.id, down, state.now()).await?;
    state.rehearsal.load(&state.store).await?;
    expand::answer(state, caller, &params, &institutions::object(state, record)).await
}
