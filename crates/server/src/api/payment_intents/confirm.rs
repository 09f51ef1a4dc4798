//! `POST /v1/payment_intents/{id}/confirm`

use axum::{Json, extract::State};
use linkspan_wire::payment_intent::{PaymentIntent, PaymentIntentStatus};
use serde_json::Value;
use sqlx::AnyConnection;

use super::{found, mandate, method, unexpected_state};
use crate::{
    AppState, Failure,
    api::{
        Caller, expand,
        params::{Params, RawParams, Rule, Schema},
        path::Path,
    },
    failure::Answer,
    payments,
    store::payment_intents,
};

pub(super) const SCHEMA: Schema = Schema {
    texts: &["payment_method", "off_session"],
    rules: &[("off_session", Rule::Boolean)],
    with: &[mandate::SCHEMA],
    ..Schema::NONE
};

/// The debit goes on its way; how it ends is told by events.
pub(super) async fn confirm(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let mut intent = found(payment_intents::find(&mut *tx, caller.id(), &id).await?, &id)?;
    if !is_open(&intent) {
        return Err(unexpected_state(&intent, "confirmed"));
    }
    if let Some(method) = params.text("payment_method")? {
        intent.payment_method = Some(method.to_owned());
    }
    apply(&mut tx, &state, &caller, &mut intent, &params).await?;
    tx.commit().await?;
    state.deliveries_due.notify_one();
    state.payments_due.notify_one();
    expand::answer(&state, &caller, &params, &intent).await
}

/// Whether its debit is neither on its way nor over.
pub(super) const fn is_open(intent: &PaymentIntent) -> bool {
    matches!(
        intent.status,
        PaymentIntentStatus::RequiresPaymentMethod | PaymentIntentStatus::RequiresConfirmation
    )
}

/// Confirms an open payment with the payment method that it has.
pub(super) async fn apply(
    tx: &mut AnyConnection,
    state: &AppState,
    caller: &Caller,
    intent: &mut PaymentIntent,
    params: &Params,
) -> Answer<()> {
    let (merchant, now) = (caller.id(), state.now());
    let id = intent.payment_method.clone().ok_or_else(|| Failure::missing_param("payment_method"))?;
    let row = method::usable(&mut *tx, merchant, intent, &id).await?;
    let mandate = mandate::given(&mut *tx, merchant, &row, params, now).await?;
    let with = (&row, &mandate);
    payments::debit(tx, &state.keyring, merchant, intent, with, &caller.cause, now).await?;
    Ok(())
}
