//! `POST /v1/payment_intents/{id}`

use axum::{Json, extract::State};
use serde_json::Value;

use super::{confirm::is_open, create, found, method, notes, unexpected_state};
use crate::{
    AppState,
    api::{
        Caller, expand, metadata,
        params::{RawParams, Rule, Schema},
        path::Path,
    },
    failure::Answer,
    store::payment_intents,
};

pub(super) const SCHEMA: Schema = Schema {
    texts: &[
        "amount",
        "currency",
        "customer",
        "payment_method",
        "description",
        "receipt_email",
        "statement_descriptor",
    ],
    lists: &["payment_method_types"],
    maps: &["metadata"],
    rules: &[
        ("amount", create::AMOUNT),
        ("currency", Rule::OneOf(&["usd"])),
        ("customer", Rule::Clearable),
        ("payment_method", Rule::Clearable),
        ("payment_method_types", Rule::OneOf(&["us_bank_account"])),
        ("description", Rule::Clearable),
        ("description", Rule::Longest(1000)),
        ("receipt_email", Rule::Clearable),
        ("receipt_email", Rule::Longest(512)),
        ("statement_descriptor", Rule::Clearable),
        ("statement_descriptor", Rule::Longest(22)),
    ],
    ..Schema::NONE
};

/// What is paid, by whom and with what, changes only before the debit is on its way; notes and
/// metadata at any time.
pub(super) async fn update(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let mut intent = found(payment_intents::find(&mut *tx, caller.id(), &id).await?, &id)?;
    if ["amount", "customer", "payment_method"].into_iter().any(|name| params.has(name)) {
        if !is_open(&intent) {
            return Err(unexpected_state(&intent, "changed in amount, customer or payment_method"));
        }
        intent.amount = create::amount(&params)?.unwrap_or(intent.amount);
        method::apply(&mut tx, caller.id(), &mut intent, &params).await?;
    }
    notes::apply(&mut intent, &params)?;
    intent.metadata = metadata::merge(&intent.metadata, &params)?;
    payment_intents::save(&mut *tx, caller.id(), &intent).await?;
    tx.commit().await?;
    expand::answer(&state, &caller, &params, &intent).await
}
