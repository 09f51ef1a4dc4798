//! `/v1/webhook_endpoints`

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use linkspan_wire::Deleted;
use serde_json::Value;

use super::{
    Caller, Endpoint, expand,
    listing::{check_cursor, list as list_object},
    metadata,
    params::{Params, RawParams, Rule, Schema},
    path::Path,
};
use crate::{
    AppState, Failure,
    failure::Answer,
    store::webhook_endpoints::{self, WebhookEndpoint},
    web_address::{self, Reach},
    webhooks::endpoints::{self, ENABLED_EVENTS, NewEndpoint},
};

const CREATE: Schema = Schema {
    texts: &["url", "description", "api_version"],
    lists: &["enabled_events"],
    maps: &["metadata"],
    rules: &[
        ("url", Rule::Required),
        ("url", Rule::Address),
        ("enabled_events", Rule::Required),
        ("enabled_events", Rule::OneOf(&ENABLED_EVENTS)),
        ("description", Rule::Clearable),
        ("description", Rule::Longest(5000)),
        ("api_version", Rule::Version),
    ],
    ..Schema::NONE
};
const UPDATE: Schema = Schema {
    texts: &["url", "description", "disabled"],
    rules: &[
        ("url", Rule::Address),
        ("enabled_events", Rule::OneOf(&ENABLED_EVENTS)),
        ("description", Rule::Clearable),
        ("description", Rule::Longest(5000)),
        ("disabled", Rule::Boolean),
    ],
    ..CREATE
};
/// The endpoints about webhook endpoints.
pub fn endpoints() -> Vec<Endpoint> {
    const ALL: &str = "/v1/webhook_endpoints";
    const ONE: &str = "/v1/webhook_endpoints/{id}";
    vec![
        Endpoint::get(ALL, list)
            .named("list_webhook_endpoints", "Lists webhook endpoints, newest first.")
            .takes(Schema::PAGE)
            .lists::<linkspan_wire::WebhookEndpoint>(),
        Endpoint::post(ALL, create)
            .named("create_webhook_endpoint", "Creates one; the only answer with its signing secret.")
            .takes(CREATE)
            .answers::<linkspan_wire::WebhookEndpoint>(),
        Endpoint::get(ONE, retrieve)
            .named("retrieve_webhook_endpoint", "Retrieves a webhook endpoint.")
            .answers::<linkspan_wire::WebhookEndpoint>(),
        Endpoint::post(ONE, update)
            .named("update_webhook_endpoint", "Changes what is given and leaves the rest.")
            .takes(UPDATE)
            .answers::<linkspan_wire::WebhookEndpoint>(),
        Endpoint::delete(ONE, delete)
            .named("delete_webhook_endpoint", "Deletes one, with what was still to be posted to it.")
            .answers::<Deleted>(),
    ]
}

/// `POST /v1/webhook_endpoints`: the only answer that has the signing secret.
pub async fn create(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(CREATE)?;
    let new = NewEndpoint {
        url: params.required("url").and_then(|url| checked_url(url, state.webhook_reach))?,
        enabled_events: enabled_events(&params)?.ok_or_else(|| Failure::missing_param("enabled_events"))?,
        api_version: params.text("api_version")?.map(str::to_owned),
        description: params.unsettable("description").flatten().map(str::to_owned),
        metadata: metadata::merge(&BTreeMap::new(), &params)?,
    };
    let (row, secret) =
        endpoints::create(&state.store, &state.keyring, caller.id(), new, state.now()).await?;
    let mut answer = object(&row);
    answer.secret = Some(secret);
    expand::answer(&state, &caller, &params, &answer).await
}

/// `GET /v1/webhook_endpoints/{id}`
pub async fn retrieve(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(Schema::NONE)?;
    let row = webhook_endpoints::find(state.store.pool(), caller.id(), &id).await?;
    let row = row.ok_or_else(|| missing(&id))?;
    expand::answer(&state, &caller, &params, &object(&row)).await
}

/// `POST /v1/webhook_endpoints/{id}`
pub async fn update(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(UPDATE)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    let row = webhook_endpoints::find(&mut *tx, caller.id(), &id).await?;
    let mut row = row.ok_or_else(|| missing(&id))?;
    if let Some(url) = params.text("url")? {
        row.url = checked_url(url, state.webhook_reach)?;
    }
    if let Some(events) = enabled_events(&params)? {
        row.enabled_events = events.into();
    }
    if let Some(disabled) = params.boolean("disabled")? {
        row.status = if disabled { "disabled".into() } else { "enabled".into() };
    }
    params.set("description", &mut row.description);
    row.metadata = metadata::merge(&row.metadata, &params)?.into();
    webhook_endpoints::save(&mut *tx, &row).await?;
    tx.commit().await?;
    // What waited while it was disabled is due.
    state.deliveries_due.notify_one();
    expand::answer(&state, &caller, &params, &object(&row)).await
}

/// `DELETE /v1/webhook_endpoints/{id}`: what was still to be posted to it goes too.
pub async fn delete(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Deleted>> {
    raw.read(Schema::NONE)?;
    if !webhook_endpoints::delete(&state.store, caller.id(), &id).await? {
        return Err(missing(&id));
    }
    Ok(Json(Deleted::new(id, "webhook_endpoint")))
}

/// `GET /v1/webhook_endpoints`
pub async fn list(State(state): State<AppState>, caller: Caller, raw: RawParams) -> Answer<Json<Value>> {
    let params = raw.read(Schema::PAGE)?;
    let page = params.page()?;
    let pool = state.store.pool();
    check_cursor(&page, "webhook_endpoint", async |id| webhook_endpoints::find(pool, caller.id(), id).await)
        .await?;
    let rows = webhook_endpoints::list(pool, caller.id(), &page).await?;
    let answer = list_object("/v1/webhook_endpoints", rows.map(|row| object(&row)));
    expand::answer(&state, &caller, &params, &answer).await
}

fn missing(id: &str) -> Failure {
    Failure::not_found("webhook_endpoint", id, "id")
}

fn checked_url(text: &str, reach: Reach) -> Answer<String> {
    web_address::webhook(text, reach)
        .map(Into::into)
        .map_err(|why| Failure::bad_param("url", "url_invalid", format!("Invalid 'url': {why}.")))
}

fn enabled_events(params: &Params) -> Answer<Option<Vec<String>>> {
    const NAME: &str = "enabled_events";
    params.known(NAME, &ENABLED_EVENTS.join(", "), |text| {
        ENABLED_EVENTS.contains(&text).then(|| text.to_owned())
    })
}

/// The endpoint as the merchant API shows it, without its secret.
pub(crate) fn object(row: &WebhookEndpoint) -> linkspan_wire::WebhookEndpoint {
    linkspan_wire::WebhookEndpoint {
        id: row.id.clone(),
        object: "webhook_endpoint".into(),
        api_version: row.api_version.clone(),
        application: None,
        created: row.created,
        description: row.description.clone(),
        enabled_events: row.enabled_events.0.clone(),
        livemode: false,
        metadata: row.metadata.0.clone(),
        secret: None,
        status: row.status.clone(),
        url: row.url.clone(),
    }
}
