//! `/v1/financial_connections/institutions` (preview endpoints of the original)

use axum::{Json, extract::State};
use linkspan_directory::{Behaviour, Record, Source};
use linkspan_wire::{
    institution::{Institution, InstitutionFeature, InstitutionFeatures, InstitutionStatus},
    link::Health,
};
use serde_json::Value;

use super::{
    Caller, Endpoint, expand,
    listing::{check_cursor, list as list_object},
    params::{RawParams, Schema},
    path::Path,
};
use crate::{
    AppState, Failure,
    failure::Answer,
    store::page::{Cursor, Page, Rows},
};

const URL: &str = "/v1/financial_connections/institutions";

/// The endpoints about institutions.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get(URL, list)
            .named("list_institutions", "Lists the banks that can be linked, in the directory's order.")
            .takes(Schema::PAGE)
            .lists::<Institution>(),
        Endpoint::get("/v1/financial_connections/institutions/{id}", retrieve)
            .named("retrieve_institution", "Retrieves a bank.")
            .answers::<Institution>(),
    ]
}

/// `GET /v1/financial_connections/institutions`, in the directory's order.
pub async fn list(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(Schema::PAGE)?;
    let page = params.page()?;
    let find = async |id: &str| Ok(state.directory.get(id));
    check_cursor(&page, "financial_connections.institution", find).await?;
    let answer = list_object(URL, rows(&state, &page).map(|record| object(&state, record)));
    expand::answer(&state, &caller, &params, &answer).await
}

/// `GET /v1/financial_connections/institutions/{id}`
pub async fn retrieve(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let record = found(&state, &id)?;
    expand::answer(&state, &caller, &params, &object(&state, record)).await
}

/// The institution's record, or 404.
pub(super) fn found<'a>(state: &'a AppState, id: &str) -> Answer<&'a Record> {
    let missing = || Failure::not_found("financial_connections.institution", id, "id");
    state.directory.get(id).ok_or_else(missing)
}

/// One page of the directory.
fn rows<'a>(state: &'a AppState, page: &Page) -> Rows<&'a Record> {
    let all = state.directory.iter();
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    match &page.cursor {
        Cursor::Start => page.cut(all.take(limit + 1).collect()),
        Cursor::After(id) => {
            page.cut(all.skip_while(|record| record.id != *id).skip(1).take(limit + 1).collect())
        }
        // From the cursor backwards, as a query would: cutting turns them round.
        Cursor::Before(id) => {
            page.cut(all.rev().skip_while(|record| record.id != *id).skip(1).take(limit + 1).collect())
        }
    }
}

/// The institution as the merchant API shows it.
pub(super) fn object(state: &AppState, record: &Record) -> Institution {
    let linkable = record.source == Source::Sandbox;
    let supported = |supported| InstitutionFeature { supported: supported && linkable };
    let status = match record.health {
        _ if state.rehearsal.is_down(&record.id) => InstitutionStatus::Inactive,
        Health::Normal | Health::Unknown => InstitutionStatus::Active,
        Health::Degraded => InstitutionStatus::Degraded,
        Health::Down => InstitutionStatus::Inactive,
    };
    Institution {
        id: record.id.clone(),
        object: "financial_connections.institution".into(),
        countries: record.countries.clone(),
        features: InstitutionFeatures {
            balances: supported(true),
            ownership: supported(true),
            payment_method: supported(record.behaviour != Behaviour::InvalidPayments),
            transactions: supported(true),
        },
        livemode: false,
        name: record.name.clone(),
        routing_numbers: record.routing_numbers.clone(),
        status,
        url: Some(format!("https://{}", record.url)),
    }
}
