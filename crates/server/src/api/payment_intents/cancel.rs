//! `POST /v1/payment_intents/{id}/cancel`

use axum::{Json, extract::State};
use linkspan_wire::{event::PAYMENT_INTENT_CANCELED, payment_intent::PaymentIntentStatus};
use serde_json::Value;

use super::{confirm::is_open, found, unexpected_state};
use crate::{
    AppState,
    api::{
        Caller, expand,
        params::{RawParams, Rule, Schema},
        path::Path,
    },
    failure::Answer,
    store::{events, payment_intents},
};

const REASON: &str = "cancellation_reason";
pub(super) const SCHEMA: Schema = Schema {
    texts: &[REASON],
    rules: &[(REASON, Rule::OneOf(&["abandoned", "duplicate", "fraudulent", "requested_by_customer"]))],
    ..Schema::NONE
};

/// A debit that is on its way cannot be called back.
pub(super) async fn cancel(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let mut intent = found(payment_intents::find(&mut *tx, caller.id(), &id).await?, &id)?;
    if !is_open(&intent) {
        return Err(unexpected_state(&intent, "canceled"));
    }
    let (cause, now) = (caller.cause.clone(), state.now());
    intent.status = PaymentIntentStatus::Canceled;
    intent.canceled_at = Some(now);
    intent.cancellation_reason = params.text(REASON)?.map(str::to_owned);
    payment_intents::save(&mut *tx, caller.id(), &intent).await?;
    events::record(&mut tx, caller.id(), PAYMENT_INTENT_CANCELED, &intent, cause, now).await?;
    tx.commit().await?;
    state.deliveries_due.notify_one();
    expand::answer(&state, &caller, &params, &intent).await
}
