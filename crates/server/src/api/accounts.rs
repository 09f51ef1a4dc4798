//! `/v1/financial_connections/accounts`

mod owners;
mod refresh;
mod subscription;
mod verify;

use axum::{Json, extract::State};
use linkspan_wire::{Account, ownership::AccountOwner};
use serde_json::Value;

pub(super) use owners::object as ownership_object;
pub(super) use refresh::permitted;

use super::{
    Caller, Endpoint, expand,
    listing::{check_cursor, list as list_object},
    params::{Params, RawParams, Schema},
    path::Path,
};
use crate::{
    AppState, Failure,
    failure::Answer,
    refreshes,
    store::{
        accounts::{self, Filter},
        customers, sessions,
    },
};

const URL: &str = "/v1/financial_connections/accounts";
const HOLDERS: [&str; 3] =
    ["account_holder[customer]", "account_holder[account]", "account_holder[customer_account]"];
const LIST: Schema = Schema {
    texts: &[
        "account_holder[customer]",
        "account_holder[account]",
        "account_holder[customer_account]",
        "session",
        "limit",
        "starting_after",
        "ending_before",
    ],
    ..Schema::NONE
};

/// The endpoints about accounts.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get(URL, list)
            .named("list_accounts", "Lists linked accounts, newest first.")
            .takes(LIST)
            .lists::<Account>(),
        Endpoint::get("/v1/financial_connections/accounts/{id}", retrieve)
            .named("retrieve_account", "Retrieves a linked account.")
            .answers::<Account>(),
        Endpoint::post("/v1/financial_connections/accounts/{id}/disconnect", disconnect)
            .named("disconnect_account", "Ends the access to an account. What was read stays readable.")
            .answers::<Account>(),
        Endpoint::post("/v1/financial_connections/accounts/{id}/refresh", refresh::refresh)
            .named("refresh_account", "Starts reading data of an account.")
            .takes(refresh::SCHEMA)
            .answers::<Account>(),
        Endpoint::post("/v1/financial_connections/accounts/{id}/subscribe", subscription::subscribe)
            .named("subscribe_account", "Reads transactions of an account now, and then every day.")
            .takes(subscription::SCHEMA)
            .answers::<Account>(),
        Endpoint::post("/v1/financial_connections/accounts/{id}/unsubscribe", subscription::unsubscribe)
            .named("unsubscribe_account", "Ends what subscribing began.")
            .takes(subscription::SCHEMA)
            .answers::<Account>(),
        Endpoint::post("/v1/financial_connections/accounts/{id}/verify_microdeposits", verify::verify)
            .named(
                "verify_account_microdeposits",
                "Tells what was paid into an account whose numbers were typed in.",
            )
            .takes(verify::SCHEMA)
            .answers::<Account>(),
        Endpoint::get("/v1/financial_connections/accounts/{id}/owners", owners::owners)
            .named("list_account_owners", "Lists the owners of an account as one refresh found them.")
            .takes(owners::LIST)
            .lists::<AccountOwner>(),
    ]
}

/// `GET /v1/financial_connections/accounts`
pub async fn list(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(LIST)?;
    let page = params.page()?;
    let filter = filter(&state, &caller, &params).await?;
    let pool = state.store.pool();
    check_cursor(&page, "financial_connections.account", async |id| {
        accounts::find(pool, caller.id(), id).await
    })
    .await?;
    let rows = accounts::list(pool, caller.id(), &filter, &page).await?;
    let answer = list_object(URL, rows);
    expand::answer(&state, &caller, &params, &answer).await
}

/// `GET /v1/financial_connections/accounts/{id}`
pub async fn retrieve(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let account = found(accounts::find(state.store.pool(), caller.id(), &id).await?, &id)?;
    expand::answer(&state, &caller, &params, &account).await
}

/// `POST /v1/financial_connections/accounts/{id}/disconnect`
pub async fn disconnect(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let mut account = found(accounts::find(&mut *tx, caller.id(), &id).await?, &id)?;
    refreshes::disconnect(&mut tx, caller.id(), &mut account, &caller.cause, state.now()).await?;
    tx.commit().await?;
    state.deliveries_due.notify_one();
    expand::answer(&state, &caller, &params, &account).await
}

/// The account, or 404.
pub(super) fn found(account: Option<Account>, id: &str) -> Answer<Account> {
    account.ok_or_else(|| Failure::not_found("financial_connections.account", id, "id"))
}

/// At most one of the holders and the session narrows the list.
async fn filter(state: &AppState, caller: &Caller, params: &Params) -> Answer<Filter> {
    let mut given = HOLDERS.into_iter().chain(["session"]).filter(|name| params.has(name));
    let Some(name) = given.next() else { return Ok(Filter::All) };
    if let Some(other) = given.next() {
        return Err(Failure::exclusive_params(name, other));
    }
    let id = params.required(name)?;
    let pool = state.store.pool();
    match name {
        "session" => match sessions::find(pool, caller.id(), id).await? {
            Some(row) => Ok(Filter::Session(row.id)),
            None => Err(Failure::not_found("financial_connections.session", id, name)),
        },
        // Deleted customers included: their accounts are still there to be disconnected.
        "account_holder[customer]" => match customers::find(pool, caller.id(), id).await? {
            Some(row) => Ok(Filter::Holder(row.id)),
            None => Err(Failure::not_found("customer", id, name)),
        },
        "account_holder[account]" if id == caller.id() => Ok(Filter::Holder(id.to_owned())),
        "account_holder[account]" => Err(Failure::not_found("account", id, name)),
        _ => Err(Failure::invalid_param(
            name,
            "Linkspan has no customer accounts: name the customer in account_holder[customer].",
        )),
    }
}
