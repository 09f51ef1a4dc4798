//! `POST /v1/payment_methods/{id}/attach` and `/detach`

use axum::{Json, extract::State};
use linkspan_wire::{error::code, event::PAYMENT_METHOD_ATTACHED};
use serde_json::Value;

use super::found;
use crate::{
    AppState, Failure,
    api::{
        Caller, customers, expand,
        params::{RawParams, Rule, Schema},
        path::Path,
    },
    failure::Answer,
    payments,
    store::{events, payment_methods},
};

pub(super) const SCHEMA: Schema =
    Schema { texts: &["customer"], rules: &[("customer", Rule::Required)], ..Schema::NONE };

/// A payment method belongs to one customer. Attaching it there again changes nothing.
pub(super) async fn attach(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let customer = params.required("customer")?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let mut row = found(payment_methods::find(&mut *tx, caller.id(), &id).await?, &id, "id")?;
    customers::check_present(&mut tx, caller.id(), customer, "customer").await?;
    if row.detached {
        return Err(gone());
    }
    match row.object.customer.as_deref() {
        None => {
            row.object.customer = Some(customer.to_owned());
            payment_methods::save(&mut *tx, caller.id(), &row).await?;
            let (cause, now) = (caller.cause.clone(), state.now());
            events::record(&mut tx, caller.id(), PAYMENT_METHOD_ATTACHED, &row.object.0, cause, now).await?;
            tx.commit().await?;
            state.deliveries_due.notify_one();
        }
        Some(already) if already == customer => {}
        Some(_) => {
            let message = "This payment method is attached to another customer already.";
            return Err(Failure::bad_request(code::PAYMENT_METHOD_UNEXPECTED_STATE, message).with_param("id"));
        }
    }
    expand::answer(&state, &caller, &params, &row.object.0).await
}

/// It is good for nothing more after that, as in the original.
pub(super) async fn detach(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let mut row = found(payment_methods::find(&mut *tx, caller.id(), &id).await?, &id, "id")?;
    if row.object.customer.is_none() {
        let message = "This payment method is not attached to a customer.";
        return Err(Failure::bad_request(code::PAYMENT_METHOD_UNEXPECTED_STATE, message).with_param("id"));
    }
    payments::detach(&mut tx, caller.id(), &mut row, &caller.cause, state.now()).await?;
    tx.commit().await?;
    state.deliveries_due.notify_one();
    expand::answer(&state, &caller, &params, &row.object.0).await
}

/// 400: it was detached.
fn gone() -> Failure {
    let message = "This payment method was detached from its customer and cannot be used any more.";
    Failure::bad_request(code::PAYMENT_METHOD_UNEXPECTED_STATE, message).with_param("id")
}
