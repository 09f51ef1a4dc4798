//! What happens to accounts at a bank, at once.

use axum::{Json, extract::State};
use linkspan_wire::{
    account::AccountStatus, event::ACCOUNT_PAYMENT_METHODS_UPDATED, status_details::StatusCause,
};
use serde_json::Value;

use crate::{
    AppState, Failure,
    api::{
        Caller,
        accounts::found,
        expand,
        params::{RawParams, Schema},
        path::Path,
    },
    failure::Answer,
    refreshes,
    store::{accounts, events},
};

/// `POST /v1/test_helpers/financial_connections/accounts/{id}/deactivate`: the account becomes inactive
/// as if the bank had taken the access to it back. Linking it again reactivates it.
pub(super) async fn deactivate(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let mut account = found(accounts::find(&mut *tx, caller.id(), &id).await?, &id)?;
    if account.status != AccountStatus::Active {
        let message = "Only an account that is active can be deactivated.";
        return Err(Failure::bad_request("account_not_active", message).with_param("id"));
    }
    let why = StatusCause::AccessDenied;
    refreshes::deactivate(&mut tx, caller.id(), &mut account, why, &caller.cause, state.now()).await?;
    tx.commit().await?;
    state.deliveries_due.notify_one();
    expand::answer(&state, &caller, &params, &account).await
}

/// `POST /v1/test_helpers/financial_connections/accounts/{id}/suspend_payments`: the account takes no payments, as
/// if the bank had said so, until the bank is asked again: ten minutes after a link, else within a day.
pub(super) async fn suspend_payments(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let mut account = found(accounts::find(&mut *tx, caller.id(), &id).await?, &id)?;
    if account.status != AccountStatus::Active || account.supported_payment_method_types.is_empty() {
        let message = "Only an account that is active and takes payments can stop to take them.";
        return Err(Failure::bad_request("account_takes_no_payments", message).with_param("id"));
    }
    account.supported_payment_method_types.clear();
    accounts::save(&mut *tx, &account).await?;
    let (kind, now) = (ACCOUNT_PAYMENT_METHODS_UPDATED, state.now());
    events::record(&mut tx, caller.id(), kind, &account, caller.cause.clone(), now).await?;
    tx.commit().await?;
    state.deliveries_due.notify_one();
    expand::answer(&state, &caller, &params, &account).await
}

/// `POST /v1/test_helpers/financial_connections/accounts/{id}/fail_next_refresh`: the next refresh of
/// this account that ends has failed, of whatever feature.
pub(super) async fn fail_next_refresh(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let account = found(accounts::find(state.store.pool(), caller.id(), &id).await?, &id)?;
    accounts::fail_next_refresh(state.store.pool(), &account.id).await?;
    expand::answer(&state, &caller, &params, &account).await
}
