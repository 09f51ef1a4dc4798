//! `/v1/payment_intents`

mod cancel;
mod confirm;
mod create;
mod mandate;
mod method;
mod notes;
mod update;

use axum::{Json, extract::State};
use linkspan_wire::{error::code, payment_intent::PaymentIntent};
use serde_json::Value;

use super::{
    Caller, Endpoint, customers, expand,
    listing::{check_cursor, list as list_object},
    params::{BY_CREATED, CREATED, RawParams, Schema},
    path::Path,
};
use crate::{AppState, Failure, failure::Answer, store::payment_intents};

const ALL: &str = "/v1/payment_intents";
const LIST: Schema = Schema {
    texts: &["customer", "limit", "starting_after", "ending_before"],
    with: &[BY_CREATED],
    ..Schema::NONE
};

/// The endpoints about payments.
pub fn endpoints() -> Vec<Endpoint> {
    const ONE: &str = "/v1/payment_intents/{id}";
    vec![
        Endpoint::get(ALL, list)
            .named("list_payment_intents", "Lists payments, newest first.")
            .takes(LIST)
            .lists::<PaymentIntent>(),
        Endpoint::post(ALL, create::create)
            .named("create_payment_intent", "Makes a payment, and with confirm sends its debit on its way.")
            .takes(create::SCHEMA)
            .answers::<PaymentIntent>(),
        Endpoint::get(ONE, retrieve)
            .named("retrieve_payment_intent", "Retrieves a payment.")
            .answers::<PaymentIntent>(),
        Endpoint::post(ONE, update::update)
            .named("update_payment_intent", "Changes what is given and leaves the rest.")
            .takes(update::SCHEMA)
            .answers::<PaymentIntent>(),
        Endpoint::post("/v1/payment_intents/{id}/confirm", confirm::confirm)
            .named("confirm_payment_intent", "Sends the debit of a payment on its way.")
            .takes(confirm::SCHEMA)
            .answers::<PaymentIntent>(),
        Endpoint::post("/v1/payment_intents/{id}/cancel", cancel::cancel)
            .named("cancel_payment_intent", "Calls a payment off whose debit is not on its way.")
            .takes(cancel::SCHEMA)
            .answers::<PaymentIntent>(),
    ]
}

/// `GET /v1/payment_intents`
async fn list(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(LIST)?;
    let page = params.page()?;
    let (pool, merchant) = (state.store.pool(), caller.id());
    check_cursor(&page, "payment_intent", async |id| payment_intents::find(pool, merchant, id).await).await?;
    let customer = params.text("customer")?;
    customers::check_known(&state, merchant, customer).await?;
    let rows = payment_intents::list(pool, merchant, customer, params.range(CREATED)?, &page).await?;
    expand::answer(&state, &caller, &params, &list_object(ALL, rows)).await
}

/// `GET /v1/payment_intents/{id}`
async fn retrieve(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let intent = found(payment_intents::find(state.store.pool(), caller.id(), &id).await?, &id)?;
    expand::answer(&state, &caller, &params, &intent).await
}

/// The payment, or 404.
fn found(intent: Option<PaymentIntent>, id: &str) -> Answer<PaymentIntent> {
    intent.ok_or_else(|| Failure::not_found("payment_intent", id, "id"))
}

/// 400: it does not stand where this can be done.
fn unexpected_state(intent: &PaymentIntent, what: &str) -> Failure {
    let message = format!("A PaymentIntent with the status {} cannot be {what}.", intent.status.as_str());
    Failure::bad_request(code::PAYMENT_INTENT_UNEXPECTED_STATE, message).with_param("id")
}
