//! `POST /v1/financial_connections/accounts/{id}/subscribe` and `/unsubscribe`

use axum::{Json, extract::State};
use serde_json::Value;

use super::{found, refresh::check};
use crate::{
    AppState,
    api::{
        Caller, expand,
        params::{RawParams, Rule, Schema},
        path::Path,
    },
    failure::Answer,
    refreshes::{self, DAY, Feature},
    store::{accounts, subscriptions},
};

const TRANSACTIONS: &str = "transactions";
/// The one feature that can be subscribed to.
pub(super) const SCHEMA: Schema = Schema {
    lists: &["features"],
    rules: &[("features", Rule::Required), ("features", Rule::OneOf(&[TRANSACTIONS]))],
    ..Schema::NONE
};

/// Transactions are refreshed now, and then every day while the account is active.
pub async fn subscribe(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let mut account = found(accounts::find(&mut *tx, caller.id(), &id).await?, &id)?;
    check(&account, Feature::Transactions)?;
    let now = state.now();
    let features = account.subscriptions.get_or_insert_default();
    // A second time changes nothing: else it would be a way around `next_refresh_available_at`.
    if !features.iter().any(|feature| feature == TRANSACTIONS) {
        features.push(TRANSACTIONS.to_owned());
        accounts::save(&mut *tx, &account).await?;
        subscriptions::set(&mut *tx, &account.id, Some(now.saturating_add(DAY))).await?;
        refreshes::begin(&mut tx, caller.id(), &mut account, Feature::Transactions, now).await?;
        tx.commit().await?;
        state.refreshes_due.notify_one();
    }
    expand::answer(&state, &caller, &params, &account).await
}

/// Transactions are not refreshed any more by themselves. Allowed in every status.
pub async fn unsubscribe(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let mut account = found(accounts::find(&mut *tx, caller.id(), &id).await?, &id)?;
    account.subscriptions.get_or_insert_default().retain(|feature| feature != TRANSACTIONS);
    accounts::save(&mut *tx, &account).await?;
    subscriptions::set(&mut *tx, &account.id, None).await?;
    tx.commit().await?;
    expand::answer(&state, &caller, &params, &account).await
}
