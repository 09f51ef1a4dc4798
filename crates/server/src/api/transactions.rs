//! `/v1/financial_connections/transactions`

use axum::{Json, extract::State};
use linkspan_wire::{error::code, transaction::Transaction};
use serde_json::Value;

use super::{
    Caller, Endpoint,
    accounts::permitted,
    expand,
    listing::{check_cursor, list as list_object},
    params::{RawParams, Rule, Schema, times},
    path::Path,
};
use crate::{
    AppState, Failure,
    failure::Answer,
    refreshes::Feature,
    store::{
        accounts, refreshes,
        transactions::{self, Filter},
    },
};

const URL: &str = "/v1/financial_connections/transactions";
const AFTER: &str = "transaction_refresh[after]";
const TRANSACTED_AT: [&str; 5] =
    ["transacted_at", "transacted_at[gt]", "transacted_at[gte]", "transacted_at[lt]", "transacted_at[lte]"];
const LIST: Schema = Schema {
    texts: &["account", "transaction_refresh[after]", "limit", "starting_after", "ending_before"],
    rules: &[("account", Rule::Required)],
    with: &[Schema { texts: &TRANSACTED_AT, rules: &times(TRANSACTED_AT), ..Schema::NONE }],
    ..Schema::NONE
};

/// The endpoints about transactions.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get(URL, list)
            .named("list_transactions", "Lists what refreshes have read of one account, newest first.")
            .takes(LIST)
            .lists::<Transaction>(),
        Endpoint::get("/v1/financial_connections/transactions/{id}", retrieve)
            .named("retrieve_transaction", "Retrieves a transaction.")
            .answers::<Transaction>(),
    ]
}

/// `GET /v1/financial_connections/transactions`: what refreshes have read of one account. After the
/// account is disconnected that stays readable.
pub async fn list(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(LIST)?;
    let id = params.required("account")?;
    let page = params.page()?;
    let transacted_at = params.range(TRANSACTED_AT)?;
    let pool = state.store.pool();
    let account = accounts::find(pool, caller.id(), id).await?;
    let account =
        account.ok_or_else(|| Failure::not_found("financial_connections.account", id, "account"))?;
    permitted(&account, Feature::Transactions, "account")?;
    if !refreshes::has_succeeded(pool, &account.id, Feature::Transactions).await? {
        return Err(Failure::bad_request(
            code::FINANCIAL_CONNECTIONS_NO_SUCCESSFUL_TRANSACTION_REFRESH,
            "The account has no successful transaction refresh yet. Start one with prefetch, refresh or \
             subscribe, and wait for financial_connections.account.refreshed_transactions.",
        )
        .with_param("account"));
    }
    let after_refresh = params.text(AFTER)?.map(str::to_owned);
    if let Some(refresh) = &after_refresh
        && !refreshes::exists(pool, &account.id, refresh).await?
    {
        return Err(Failure::not_found("financial_connections.transaction_refresh", refresh, AFTER));
    }
    check_cursor(&page, "financial_connections.transaction", async |id| {
        let found = transactions::find(pool, &state.keyring, caller.id(), id).await?;
        Ok(found.filter(|transaction| transaction.account == account.id))
    })
    .await?;
    let filter = Filter { account: account.id, after_refresh, transacted_at };
    let rows = transactions::list(pool, &state.keyring, &filter, &page).await?;
    let answer = list_object(URL, rows);
    expand::answer(&state, &caller, &params, &answer).await
}

/// `GET /v1/financial_connections/transactions/{id}`, as long as the list would have it too.
pub async fn retrieve(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let pool = state.store.pool();
    let missing = || Failure::not_found("financial_connections.transaction", &id, "id");
    let transaction = transactions::find(pool, &state.keyring, caller.id(), &id).await?;
    let transaction = transaction.ok_or_else(missing)?;
    let account = accounts::find(pool, caller.id(), &transaction.account).await?.ok_or_else(missing)?;
    permitted(&account, Feature::Transactions, "id")?;
    expand::answer(&state, &caller, &params, &transaction).await
}
