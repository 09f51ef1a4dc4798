//! `/v1/events`

use axum::{
    Json,
    extract::{Path, State},
};
use linkspan_wire::{event::Event, expandable::EventObject};
use serde_json::Value;

use super::{
    Caller, Endpoint, expand,
    listing::{check_cursor, list as list_object},
    params::{RawParams, Schema},
};
use crate::{AppState, Failure, failure::Answer, store::events};

const LIST: Schema = Schema { texts: &["limit", "starting_after", "ending_before", "type"], ..Schema::NONE };

/// The endpoints about events.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/v1/events", list)
            .named("list_events", "Lists events, newest first.")
            .takes(LIST)
            .lists::<Event<EventObject>>(),
        Endpoint::get("/v1/events/{id}", retrieve)
            .named("retrieve_event", "Retrieves an event.")
            .answers::<Event<EventObject>>(),
    ]
}

/// `GET /v1/events`
pub async fn list(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(LIST)?;
    let page = params.page()?;
    let pool = state.store.pool();
    check_cursor(&page, "event", async |id| events::find(pool, caller.id(), id).await).await?;
    let rows = events::list(pool, caller.id(), params.text("type")?, &page).await?;
    let answer = list_object("/v1/events", rows, |event| event);
    expand::answer(&state, caller.id(), &params, &answer).await
}

/// `GET /v1/events/{id}`
pub async fn retrieve(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let event = events::find(state.store.pool(), caller.id(), &id).await?;
    let event = event.ok_or_else(|| Failure::not_found("event", &id, "id"))?;
    expand::answer(&state, caller.id(), &params, &event).await
}
