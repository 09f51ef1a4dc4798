//! `/v1/test_helpers/financial_connections/clock`

use axum::{Json, extract::State};
use linkspan_wire::sandbox_clock::SandboxClock;
use serde_json::Value;

use crate::{
    AppState, Failure,
    api::{
        Caller, expand,
        params::{Params, RawParams, Rule, Schema},
    },
    failure::Answer,
    store::rehearsal,
};

/// Ten years.
const FARTHEST: u32 = 10 * 365 * 24 * 60 * 60;
pub(super) const SCHEMA: Schema = Schema {
    texts: &["seconds"],
    rules: &[("seconds", Rule::Required), ("seconds", Rule::Integer(1, FARTHEST))],
    ..Schema::NONE
};

/// Moves the clock of the whole sandbox on by `seconds`: of all processes, merchants and banks. It
/// never goes back. Other processes follow within a second.
pub(super) async fn advance(
    State(state): State<AppState>,
    caller: Caller,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let seconds = params.integer("seconds", 1, FARTHEST)?;
    let seconds = seconds.ok_or_else(|| Failure::missing_param("seconds"))?;
    let offset = rehearsal::advance(state.store.pool(), i64::from(seconds)).await?;
    state.rehearsal.load(&state.store).await?;
    state.refreshes_due.notify_one();
    state.payments_due.notify_one();
    state.deliveries_due.notify_one();
    answer(&state, &caller, &params, offset).await
}

/// What time it is in the sandbox.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let offset = rehearsal::offset(state.store.pool()).await?;
    answer(&state, &caller, &params, offset).await
}

async fn answer(state: &AppState, caller: &Caller, params: &Params, offset: i64) -> Answer<Json<Value>> {
    let clock = SandboxClock {
        object: "test_helpers.financial_connections.clock".into(),
        livemode: false,
        now: state.now(),
        offset_seconds: offset,
    };
    expand::answer(state, caller, params, &clock).await
}
