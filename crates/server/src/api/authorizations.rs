//! `/v1/financial_connections/authorizations` (a preview endpoint of the original)

use axum::{Json, extract::State};
use linkspan_wire::authorization::Authorization;
use serde_json::Value;

use super::{
    Caller, Endpoint, expand,
    params::{RawParams, Schema},
    path::Path,
};
use crate::{AppState, Failure, failure::Answer, store::authorizations};

/// The endpoints about authorizations.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/v1/financial_connections/authorizations/{id}", retrieve)
            .named("retrieve_authorization", "Retrieves the access to a bank that accounts are read through.")
            .answers::<Authorization>(),
    ]
}

/// `GET /v1/financial_connections/authorizations/{id}`
pub async fn retrieve(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let row = authorizations::find(state.store.pool(), caller.id(), &id).await?;
    let row = row.ok_or_else(|| Failure::not_found("financial_connections.authorization", &id, "id"))?;
    expand::answer(&state, &caller, &params, &row.object.0).await
}
