//! `/v1/test_helpers/…`: what only happens by itself after a while, at once.

mod accounts;
mod clock;
mod inbox;
mod institutions;
mod link;

use axum::{Json, extract::State};
use linkspan_wire::{
    Account, institution::Institution, mail::Mail, sandbox_clock::SandboxClock, session::Session,
};
use serde_json::Value;

use super::{
    Caller, Endpoint, expand,
    params::{RawParams, Schema},
    path::Path,
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
        Endpoint::post(
            "/v1/test_helpers/financial_connections/accounts/{id}/deactivate",
            accounts::deactivate,
        )
        .named("deactivate_account", "Makes an account inactive as if the bank had ended the access.")
        .answers::<Account>(),
        Endpoint::post(
            "/v1/test_helpers/financial_connections/accounts/{id}/suspend_payments",
            accounts::suspend_payments,
        )
        .named("suspend_payments", "Lets an account take no payments until the bank is asked next.")
        .answers::<Account>(),
        Endpoint::post(
            "/v1/test_helpers/financial_connections/accounts/{id}/fail_next_refresh",
            accounts::fail_next_refresh,
        )
        .named("fail_next_refresh", "Makes the next refresh of an account fail.")
        .answers::<Account>(),
        Endpoint::post("/v1/test_helpers/financial_connections/institutions/{id}/down", institutions::down)
            .named("institution_down", "Takes a bank down, for the whole sandbox.")
            .answers::<Institution>(),
        Endpoint::post("/v1/test_helpers/financial_connections/institutions/{id}/up", institutions::up)
            .named("institution_up", "Ends what taking a bank down began.")
            .answers::<Institution>(),
        Endpoint::get("/v1/test_helpers/financial_connections/clock", clock::show)
            .named("retrieve_clock", "Tells the time of the sandbox.")
            .answers::<SandboxClock>(),
        Endpoint::post("/v1/test_helpers/financial_connections/clock/advance", clock::advance)
            .named("advance_clock", "Moves the clock of the whole sandbox on.")
            .takes(clock::SCHEMA)
            .answers::<SandboxClock>(),
        Endpoint::get(inbox::URL, inbox::inbox)
            .named("list_inbox", "Lists messages that nothing was there to send, newest first.")
            .takes(inbox::SCHEMA)
            .lists::<Mail>(),
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
    expand::answer(&state, &caller, &params, &session).await
}
