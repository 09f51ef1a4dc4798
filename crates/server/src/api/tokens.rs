//! `/v1/tokens`

use axum::{Json, extract::State};
use linkspan_wire::token::Token;
use serde_json::Value;

use super::{
    Caller, Endpoint, expand,
    params::{RawParams, Schema},
    path::Path,
};
use crate::{AppState, Failure, failure::Answer, store::tokens};

/// The endpoint about tokens. They are made by the flow.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/v1/tokens/{id}", retrieve)
            .named("retrieve_token", "Retrieves a token: a bank account for payouts.")
            .answers::<Token>(),
    ]
}

/// `GET /v1/tokens/{id}`
async fn retrieve(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let token = tokens::find(state.store.pool(), caller.id(), &id).await?;
    let token = token.ok_or_else(|| Failure::not_found("token", &id, "id"))?;
    expand::answer(&state, &caller, &params, &token).await
}
