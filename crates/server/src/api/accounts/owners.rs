//! `GET /v1/financial_connections/accounts/{id}/owners`

use axum::{Json, extract::State};
use linkspan_wire::ownership::AccountOwnership;
use serde_json::Value;

use super::{found, refresh::permitted};
use crate::{
    AppState, Failure,
    api::{
        Caller, expand,
        listing::{check_cursor, list as list_object},
        params::{RawParams, Rule, Schema},
        path::Path,
    },
    failure::Answer,
    refreshes::Feature,
    store::{
        accounts, ownerships,
        ownerships::OwnershipRow,
        page::{Cursor, Page},
    },
};

pub(super) const LIST: Schema = Schema {
    texts: &["ownership", "limit", "starting_after", "ending_before"],
    rules: &[("ownership", Rule::Required)],
    ..Schema::NONE
};
/// Owners inside an ownership that is put into an account.
const SHOWN: u32 = 10;

/// The owners of one ownership of the account, the bank's first owner first.
pub async fn owners(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(LIST)?;
    let ownership = params.required("ownership")?;
    let page = params.page()?;
    let pool = state.store.pool();
    let account = found(accounts::find(pool, caller.id(), &id).await?, &id)?;
    permitted(&account, Feature::Ownership, "id")?;
    let row = ownerships::find(pool, caller.id(), ownership).await?.filter(|row| row.account == account.id);
    let missing = || Failure::not_found("financial_connections.account_ownership", ownership, "ownership");
    let row = row.ok_or_else(missing)?;
    check_cursor(&page, "financial_connections.account_owner", async |owner| {
        ownerships::owner(pool, &row.id, owner).await
    })
    .await?;
    let rows = ownerships::owners(pool, &state.keyring, &row.id, &page).await?;
    let answer = list_object(&url(&row), rows);
    expand::answer(&state, &caller, &params, &answer).await
}

/// The ownership as an object, for `expand[]`.
pub(in crate::api) async fn object(state: &AppState, row: &OwnershipRow) -> Answer<AccountOwnership> {
    let page = Page { limit: SHOWN, cursor: Cursor::Start };
    let rows = ownerships::owners(state.store.pool(), &state.keyring, &row.id, &page).await?;
    Ok(AccountOwnership {
        id: row.id.clone(),
        object: "financial_connections.account_ownership".into(),
        created: row.created,
        owners: list_object(&url(row), rows),
    })
}

fn url(row: &OwnershipRow) -> String {
    format!("{}/{}/owners?ownership={}", super::URL, row.account, row.id)
}
