//! `/v1/payment_methods`, and those of one customer.

mod attach;
mod create;
mod details;
mod of_customer;

use axum::{Json, extract::State};
use linkspan_wire::{event::PAYMENT_METHOD_UPDATED, payment_method::PaymentMethod};
use serde_json::Value;

use super::{
    Caller, Endpoint, customers, expand,
    listing::{check_cursor, list as list_object},
    metadata,
    params::{RawParams, Rule, Schema},
    path::Path,
};
use crate::{
    AppState, Failure,
    failure::Answer,
    store::{
        events,
        payment_methods::{self, PaymentMethodRow},
    },
};

/// The one type that there is.
const US_BANK_ACCOUNT: &str = "us_bank_account";
const ALL: &str = "/v1/payment_methods";
const LIST: Schema = Schema {
    texts: &["customer", "type", "limit", "starting_after", "ending_before"],
    rules: &[("type", Rule::Longest(40))],
    ..Schema::NONE
};
const UPDATE: Schema = Schema { maps: &["metadata"], with: &[details::SCHEMA], ..Schema::NONE };

/// The endpoints about payment methods.
pub fn endpoints() -> Vec<Endpoint> {
    const ONE: &str = "/v1/payment_methods/{id}";
    vec![
        Endpoint::get(ALL, list)
            .named("list_payment_methods", "Lists payment methods, newest first.")
            .takes(LIST)
            .lists::<PaymentMethod>(),
        Endpoint::post(ALL, create::create)
            .named("create_payment_method", "Makes a payment method of a linked account, or of its numbers.")
            .takes(create::SCHEMA)
            .answers::<PaymentMethod>(),
        Endpoint::get(ONE, retrieve)
            .named("retrieve_payment_method", "Retrieves a payment method.")
            .answers::<PaymentMethod>(),
        Endpoint::post(ONE, update)
            .named("update_payment_method", "Changes what is given and leaves the rest.")
            .takes(UPDATE)
            .answers::<PaymentMethod>(),
        Endpoint::post("/v1/payment_methods/{id}/attach", attach::attach)
            .named("attach_payment_method", "Attaches a payment method to a customer.")
            .takes(attach::SCHEMA)
            .answers::<PaymentMethod>(),
        Endpoint::post("/v1/payment_methods/{id}/detach", attach::detach)
            .named("detach_payment_method", "Takes a payment method from its customer, for good.")
            .answers::<PaymentMethod>(),
        Endpoint::get("/v1/customers/{id}/payment_methods", of_customer::list)
            .of_resource("payment_methods")
            .named("list_customer_payment_methods", "Lists a customer's payment methods, newest first.")
            .takes(of_customer::LIST)
            .lists::<PaymentMethod>(),
        Endpoint::get("/v1/customers/{id}/payment_methods/{payment_method}", of_customer::retrieve)
            .of_resource("payment_methods")
            .named("retrieve_customer_payment_method", "Retrieves a payment method of a customer.")
            .answers::<PaymentMethod>(),
    ]
}

/// `GET /v1/payment_methods`
async fn list(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(LIST)?;
    let page = params.page()?;
    let (pool, merchant) = (state.store.pool(), caller.id());
    check_cursor(&page, "payment_method", async |id| payment_methods::find(pool, merchant, id).await).await?;
    let (customer, kind) = (params.text("customer")?, params.text("type")?);
    customers::check_known(&state, merchant, customer).await?;
    let rows = payment_methods::list(pool, merchant, customer, kind, &page).await?;
    expand::answer(&state, &caller, &params, &list_object(ALL, rows)).await
}

/// `GET /v1/payment_methods/{id}`
async fn retrieve(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let row = found(payment_methods::find(state.store.pool(), caller.id(), &id).await?, &id, "id")?;
    expand::answer(&state, &caller, &params, &row.object.0).await
}

/// `POST /v1/payment_methods/{id}`
async fn update(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(UPDATE)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let mut row = found(payment_methods::find(&mut *tx, caller.id(), &id).await?, &id, "id")?;
    let before = row.object.0.clone();
    details::apply(&mut row.object.billing_details, &params)?;
    details::check_name(&row.object.billing_details)?;
    row.object.metadata = metadata::merge(&row.object.metadata, &params)?;
    payment_methods::save(&mut *tx, caller.id(), &row).await?;
    let (cause, now) = (caller.cause.clone(), state.now());
    let change = (&before, &row.object.0);
    events::record_update(&mut tx, caller.id(), PAYMENT_METHOD_UPDATED, change, cause, now).await?;
    tx.commit().await?;
    state.deliveries_due.notify_one();
    expand::answer(&state, &caller, &params, &row.object.0).await
}

/// The payment method, or 404.
pub(super) fn found(row: Option<PaymentMethodRow>, id: &str, param: &str) -> Answer<PaymentMethodRow> {
    row.ok_or_else(|| Failure::not_found("payment_method", id, param))
}
