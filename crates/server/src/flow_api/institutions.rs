//! Banks to choose from.

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_directory::Record;
use linkspan_wire::{
    link::{Institutions, Plain, SearchInstitutions},
    session::{Filters, ManualEntryMode},
};

use super::{access, body::Body, consent, manual_entry};
use crate::{AppState, Failure, failure::Answer, store::sessions::SessionRow};

/// Longest text that is searched for.
const LONGEST_QUERY: usize = 200;
/// Most rows of one answer.
const MOST_ROWS: u32 = 50;
/// Rows that are looked at so that enough are left when a country is asked for.
const ROWS_OF_ALL_COUNTRIES: usize = 500;

pub(super) async fn featured(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<Plain>,
) -> Answer<Json<Institutions>> {
    let session = access::open(&state, &headers, &request.key).await?.session;
    consent::required(&state, &session).await?;
    let rows = state.directory.featured();
    Ok(Json(answer(rows, &session, usize::MAX)))
}

pub(super) async fn search(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<SearchInstitutions>,
) -> Answer<Json<Institutions>> {
    let session = access::open(&state, &headers, &request.key).await?.session;
    consent::required(&state, &session).await?;
    state.search_limits.check(&session.id)?;
    if request.query.chars().count() > LONGEST_QUERY {
        let message = format!("The query is longer than {LONGEST_QUERY} characters.");
        return Err(Failure::invalid_param("query", message));
    }
    if !(1..=MOST_ROWS).contains(&request.limit) {
        return Err(Failure::invalid_param("limit", format!("The limit must be 1 to {MOST_ROWS}.")));
    }
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let searched = if session.filters.country.is_some() { ROWS_OF_ALL_COUNTRIES } else { limit };
    let rows = state.directory.search(&request.query, searched).map_err(Failure::internal)?;
    Ok(Json(answer(rows, &session, limit)))
}

/// Whether a bank may be chosen in a session with these filters.
pub(super) fn fits(record: &Record, filters: &Filters) -> bool {
    let serves = |country: &String| record.countries.iter().any(|one| one.eq_ignore_ascii_case(country));
    filters.country.as_ref().is_none_or(serves)
}

/// How many banks may be chosen in a session with these filters.
pub(super) fn count(state: &AppState, filters: &Filters) -> u32 {
    let fitting = state.directory.iter().filter(|record| fits(record, filters)).count();
    u32::try_from(fitting).unwrap_or(u32::MAX)
}

fn answer(rows: Vec<&Record>, session: &SessionRow, limit: usize) -> Institutions {
    let data = rows.into_iter().filter(|record| fits(record, &session.filters)).take(limit);
    let show_manual_entry = manual_entry::mode(session) != ManualEntryMode::Disabled;
    Institutions { data: data.map(Record::institution).collect(), show_manual_entry }
}
