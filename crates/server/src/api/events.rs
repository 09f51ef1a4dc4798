//! `/v1/events`

use axum::{Json, extract::State};
use linkspan_wire::{event::Event, expandable::EventObject};
use serde_json::Value;

use super::{
    Caller, Endpoint, expand,
    listing::{check_cursor, list as list_object},
    params::{BY_CREATED, CREATED, Params, RawParams, Rule, Schema},
    path::Path,
};
use crate::{
    AppState, Failure,
    failure::Answer,
    store::events::{self, Filter},
    webhooks,
};

const KIND: &str = "type";
const KINDS: &str = "types";
const DELIVERED: &str = "delivery_success";
/// Most kinds that can be asked for together (as in the original).
const MOST_KINDS: usize = 20;
const LIST: Schema = Schema {
    texts: &["limit", "starting_after", "ending_before", KIND, DELIVERED],
    lists: &[KINDS],
    rules: &[(KIND, Rule::Longest(100)), (KINDS, Rule::Longest(100)), (DELIVERED, Rule::Boolean)],
    with: &[BY_CREATED],
    ..Schema::NONE
};

const RESEND: Schema = Schema { texts: &["webhook_endpoint"], ..Schema::NONE };

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
        Endpoint::post("/v1/events/{id}/resend", resend)
            .named("resend_event", "Posts an event again: to one endpoint, or to all that it was for.")
            .takes(RESEND)
            .answers::<Event<EventObject>>(),
    ]
}

/// `GET /v1/events`
pub async fn list(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(LIST)?;
    let page = params.page()?;
    let pool = state.store.pool();
    check_cursor(&page, "event", async |id| events::find(pool, caller.id(), id).await).await?;
    let rows = events::list(pool, caller.id(), &filter(&params)?, &page).await?;
    let answer = list_object("/v1/events", rows);
    expand::answer(&state, &caller, &params, &answer).await
}

fn filter(params: &Params) -> Answer<Filter> {
    let (kind, kinds) = (params.text(KIND)?, params.list(KINDS)?);
    if kind.is_some() && kinds.is_some() {
        return Err(Failure::exclusive_params(KIND, KINDS));
    }
    if kinds.as_ref().is_some_and(|kinds| kinds.len() > MOST_KINDS) {
        let message = format!("Invalid array: '{KINDS}' has at most {MOST_KINDS} items.");
        return Err(Failure::invalid_param(KINDS, message));
    }
    Ok(Filter {
        kinds: kind.into_iter().chain(kinds.into_iter().flatten()).map(str::to_owned).collect(),
        created: params.range(CREATED)?,
        delivered: params.boolean(DELIVERED)?,
    })
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
    expand::answer(&state, &caller, &params, &event).await
}

/// `POST /v1/events/{id}/resend`: an extension of this server's own. The event is posted again, under
/// its id, to one enabled endpoint, or without `webhook_endpoint` to all that it was for.
pub async fn resend(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(RESEND)?;
    let endpoint = params.text("webhook_endpoint")?;
    let event = webhooks::resend(&state.store, caller.id(), &id, endpoint, state.now()).await?;
    state.deliveries_due.notify_one();
    expand::answer(&state, &caller, &params, &event).await
}
