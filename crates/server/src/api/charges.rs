//! What payments are made of: `/v1/charges`, `/v1/mandates`, `/v1/disputes`. All of them are made by
//! payments, and only read here.

use axum::{Json, extract::State};
use linkspan_wire::{charge::Charge, dispute::Dispute, mandate::Mandate};
use serde_json::Value;

use super::{
    Caller, Endpoint, customers, expand,
    listing::{check_cursor, list as list_object},
    params::{BY_CREATED, CREATED, RawParams, Schema},
    path::Path,
};
use crate::{
    AppState, Failure,
    failure::Answer,
    store::{charges, disputes, mandates},
};

const ALL: &str = "/v1/charges";
const LIST: Schema = Schema {
    texts: &["customer", "payment_intent", "limit", "starting_after", "ending_before"],
    with: &[BY_CREATED],
    ..Schema::NONE
};

/// The endpoints about charges, mandates and disputes.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get(ALL, list)
            .named("list_charges", "Lists charges, newest first.")
            .takes(LIST)
            .lists::<Charge>(),
        Endpoint::get("/v1/charges/{id}", charge)
            .named("retrieve_charge", "Retrieves a charge: one attempt to get the money of a payment.")
            .answers::<Charge>(),
        Endpoint::get("/v1/mandates/{id}", mandate)
            .named("retrieve_mandate", "Retrieves a mandate: a person's permission to debit an account.")
            .answers::<Mandate>(),
        Endpoint::get("/v1/disputes/{id}", dispute)
            .named("retrieve_dispute", "Retrieves a dispute: money that a bank took back.")
            .answers::<Dispute>(),
    ]
}

async fn list(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(LIST)?;
    let page = params.page()?;
    let (pool, merchant) = (state.store.pool(), caller.id());
    check_cursor(&page, "charge", async |id| charges::find(pool, merchant, id).await).await?;
    let (customer, payment) = (params.text("customer")?, params.text("payment_intent")?);
    customers::check_known(&state, merchant, customer).await?;
    let rows = charges::list(pool, merchant, customer, payment, params.range(CREATED)?, &page).await?;
    expand::answer(&state, &caller, &params, &list_object(ALL, rows)).await
}

async fn charge(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let row = charges::find(state.store.pool(), caller.id(), &id).await?;
    let row = row.ok_or_else(|| Failure::not_found("charge", &id, "id"))?;
    expand::answer(&state, &caller, &params, &row.object.0).await
}

async fn mandate(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let mandate = mandates::find(state.store.pool(), caller.id(), &id).await?;
    let mandate = mandate.ok_or_else(|| Failure::not_found("mandate", &id, "id"))?;
    expand::answer(&state, &caller, &params, &mandate).await
}

async fn dispute(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let dispute = disputes::find(state.store.pool(), caller.id(), &id).await?;
    let dispute = dispute.ok_or_else(|| Failure::not_found("dispute", &id, "id"))?;
    expand::answer(&state, &caller, &params, &dispute).await
}
