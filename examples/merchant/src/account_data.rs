//! Reads what the permissions allow of one linked account: balances, owners, transactions.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{api::ApiFailure, form::Form, session::is_id, site::Site};

/// What the page wants to see.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataRequest {
    account: String,
    kind: Kind,
}

/// A group of account data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Balances,
    Owners,
    Transactions,
}

impl Kind {
    /// Name in `features[]` of a refresh.
    const fn feature(self) -> &'static str {
        match self {
            Self::Balances => "balance",
            Self::Owners => "ownership",
            Self::Transactions => "transactions",
        }
    }

    /// Field of the account that says how the last refresh went.
    const fn refresh(self) -> &'static str {
        match self {
            Self::Balances => "balance_refresh",
            Self::Owners => "ownership_refresh",
            Self::Transactions => "transaction_refresh",
        }
    }
}

/// `POST /account-data`: `{state, data?}`, where `state` is `ready`, `pending` or `failed`.
pub async fn read(State(site): State<Arc<Site>>, Json(request): Json<DataRequest>) -> Response {
    if !is_id(&request.account, "fca_") {
        return StatusCode::NOT_FOUND.into_response();
    }
    match fetch(&site, &request).await {
        Ok(answer) => Json(answer).into_response(),
        Err(failure) => failure.into_response(),
    }
}

async fn fetch(site: &Site, DataRequest { account, kind }: &DataRequest) -> Result<Value, ApiFailure> {
    let path = format!("/v1/financial_connections/accounts/{account}");
    let mut state = site.api.get(&path, &[]).await?;
    if state[kind.refresh()].is_null() {
        // Nothing was fetched so far, neither by `prefetch` nor here: fetching is asked for first.
        let form = Form::new().with_all("features", &[kind.feature().to_owned()]);
        state = site.api.post(&format!("{path}/refresh"), &form).await?;
    }
    match state[kind.refresh()]["status"].as_str() {
        Some("succeeded") => {}
        Some(status) => return Ok(json!({ "state": status })),
        None => return Ok(json!({ "state": "pending" })),
    }
    let data = match kind {
        Kind::Balances => state["balance"].clone(),
        Kind::Owners => {
            let ownership = state["ownership"].as_str().unwrap_or_default();
            site.api.get(&format!("{path}/owners"), &[("ownership", ownership)]).await?["data"].take()
        }
        Kind::Transactions => {
            let list = "/v1/financial_connections/transactions";
            site.api.get(list, &[("account", account.as_str()), ("limit", "20")]).await?["data"].take()
        }
    };
    Ok(json!({ "state": "ready", "data": data }))
}
