//! `POST /v1/financial_connections/accounts/{id}/refresh`

use axum::{Json, extract::State};
use linkspan_wire::{Account, account::AccountStatus, error::code};
use serde_json::Value;

use super::found;
use crate::{
    AppState, Failure,
    api::{
        Caller, expand,
        params::{RawParams, Rule, Schema},
        path::Path,
    },
    failure::Answer,
    refreshes::{self, Feature},
    store::accounts,
};

pub(super) const SCHEMA: Schema = Schema {
    lists: &["features"],
    rules: &[
        ("features", Rule::Required),
        ("features", Rule::OneOf(&["balance", "ownership", "transactions"])),
    ],
    ..Schema::NONE
};

/// Starts a refresh of every feature that is named. One that is pending, or whose
/// `next_refresh_available_at` is not yet, is not started again: the answer shows its state.
pub async fn refresh(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let features = params.known("features", "balance, ownership, transactions", Feature::parse)?;
    let features = features.ok_or_else(|| Failure::missing_param("features"))?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let mut account = found(accounts::find(&mut *tx, caller.id(), &id).await?, &id)?;
    for feature in &features {
        check(&account, *feature)?;
    }
    let now = state.now();
    for feature in features {
        if refreshes::is_available(&account, feature, now) {
            refreshes::begin(&mut tx, caller.id(), &mut account, feature, now).await?;
        }
    }
    tx.commit().await?;
    state.refreshes_due.notify_one();
    expand::answer(&state, &caller, &params, &account).await
}

/// Whether a feature of this account may be refreshed (Stripe's API reference).
pub(super) fn check(account: &Account, feature: Feature) -> Answer<()> {
    let refused = |message: &str| {
        Failure::bad_request(code::FINANCIAL_CONNECTIONS_ACCOUNT_INACTIVE, message).with_param("id")
    };
    match account.status {
        AccountStatus::Active => permitted(account, feature, "features"),
        AccountStatus::Inactive => {
            Err(refused("Data cannot be refreshed on inactive Financial Connections accounts."))
        }
        AccountStatus::Disconnected => {
            Err(refused("Data cannot be refreshed on disconnected Financial Connections accounts."))
        }
    }
}

/// Whether the person agreed that a feature of this account is read.
pub(in crate::api) fn permitted(account: &Account, feature: Feature, param: &str) -> Answer<()> {
    let permission = feature.permission();
    if account.permissions.as_ref().is_some_and(|granted| granted.contains(&permission)) {
        return Ok(());
    }
    let message = format!(
        "This account was not linked with the permission '{name}'. Only a new session with \
         permissions[]={name}, in which the account is linked again, can add it.",
        name = permission.as_str()
    );
    Err(Failure::bad_request(code::FINANCIAL_CONNECTIONS_PERMISSION_MISSING, message).with_param(param))
}
