//! `GET /v1/customers/{id}/payment_methods`

use axum::{Json, extract::State};
use serde_json::Value;

use super::found;
use crate::{
    AppState,
    api::{
        Caller, customers, expand,
        listing::{check_cursor, list as list_object},
        params::{RawParams, Rule, Schema},
        path::Path,
    },
    failure::Answer,
    store::payment_methods,
};

pub(super) const LIST: Schema = Schema {
    texts: &["type", "limit", "starting_after", "ending_before"],
    rules: &[("type", Rule::Longest(40))],
    ..Schema::NONE
};

/// All of a customer's, or those of one type.
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Path(customer): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(LIST)?;
    let page = params.page()?;
    let (pool, merchant) = (state.store.pool(), caller.id());
    customers::check_present(&mut *pool.acquire().await?, merchant, &customer, "id").await?;
    check_cursor(&page, "payment_method", async |id| payment_methods::find(pool, merchant, id).await).await?;
    let kind = params.text("type")?;
    let rows = payment_methods::list(pool, merchant, Some(&customer), kind, &page).await?;
    let url = format!("/v1/customers/{customer}/payment_methods");
    expand::answer(&state, &caller, &params, &list_object(&url, rows)).await
}

/// One that is attached to the customer.
pub(super) async fn retrieve(
    State(state): State<AppState>,
    caller: Caller,
    Path((customer, id)): Path<(String, String)>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let (pool, merchant) = (state.store.pool(), caller.id());
    customers::check_present(&mut *pool.acquire().await?, merchant, &customer, "id").await?;
    let row = payment_methods::find(pool, merchant, &id).await?;
    let row = row.filter(|row| row.object.customer.as_deref() == Some(&*customer));
    let row = found(row, &id, "payment_method")?;
    expand::answer(&state, &caller, &params, &row.object.0).await
}
