//! `/v1/financial_connections/sessions`

mod new_session;
mod object;
mod read;
mod relink;

use axum::{Json, extract::State};
use linkspan_wire::session::Session;
use serde_json::Value;

pub use new_session::{NewSession, insert};
pub use object::{object, opened_secret};

use super::{
    Caller, Endpoint, expand,
    params::{RawParams, Schema},
    path::Path,
};
use crate::{AppState, Failure, failure::Answer, store::sessions, sweep};

/// The endpoints about sessions.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::post("/v1/financial_connections/sessions", create)
            .named("create_session", "Creates a session, in which a person links accounts.")
            .takes(read::SCHEMA)
            .answers::<Session>(),
        Endpoint::get("/v1/financial_connections/sessions/{id}", retrieve)
            .named("retrieve_session", "Retrieves a session with what it has linked.")
            .answers::<Session>(),
    ]
}

/// `POST /v1/financial_connections/sessions`
pub async fn create(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(read::SCHEMA)?;
    let new = read::new_session(&state, caller.merchant(), &params).await?;
    let row = insert(&state, caller.merchant(), new).await?;
    let session = object(&state, &row).await?;
    expand::answer(&state, &caller, &params, &session).await
}

/// `GET /v1/financial_connections/sessions/{id}`
pub async fn retrieve(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let find = async || sessions::find(state.store.pool(), caller.id(), &id).await;
    let mut row = find().await?.ok_or_else(|| missing(&id))?;
    if row.is_overdue_at(state.now()) {
        // What was chosen in time is linked: nobody is to read "cancelled" before that.
        sweep::end(&state, &row).await?;
        row = find().await?.ok_or_else(|| missing(&id))?;
    }
    let session = object(&state, &row).await?;
    expand::answer(&state, &caller, &params, &session).await
}

/// 404: no such session for this key.
pub fn missing(id: &str) -> Failure {
    Failure::not_found("financial_connections.session", id, "id")
}
