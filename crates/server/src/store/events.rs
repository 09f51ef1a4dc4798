//! Events, and the deliveries that each begins with.

mod previous;

use linkspan_wire::event::{API_VERSION, EventData, EventRequest};
use serde::Serialize;
use serde_json::Value;
use sqlx::{AnyConnection, any::AnyExecutor};

use crate::store::json::Json;

use super::{
    Store,
    page::{Page, Rows},
    webhook_endpoints,
};
use crate::ids;

/// An event about any object.
pub type Event = linkspan_wire::event::Event<Value>;

/// How long an event can be read (section 3.2).
const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;

/// What caused an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cause {
    /// `req_…` of the API request; absent when a person caused it in the flow.
    pub request: Option<String>,
    /// As sent with that request.
    pub idempotency_key: Option<String>,
}

/// Records that something happened to an object and queues one delivery for each endpoint that
/// asked for this kind. Belongs into the transaction that changes the object, so that neither
/// is ever there without the other; ring `AppState::deliveries_due` after the commit.
pub async fn record(
    tx: &mut AnyConnection,
    merchant: &str,
    kind: &str,
    object: &(impl Serialize + Sync),
    cause: Cause,
    now: i64,
) -> Result<Event, sqlx::Error> {
    let data = EventData { object: json(object)?, previous_attributes: None };
    insert(tx, merchant, kind, data, cause, now).await
}

/// The same for an event of a kind that ends in `.updated`: it also says what was before.
pub async fn record_update<T: Serialize + Sync>(
    tx: &mut AnyConnection,
    merchant: &str,
    kind: &str,
    (before, after): (&T, &T),
    cause: Cause,
    now: i64,
) -> Result<Event, sqlx::Error> {
    let object = json(after)?;
    let previous_attributes = Some(previous::attributes(&json(before)?, &object));
    insert(tx, merchant, kind, EventData { object, previous_attributes }, cause, now).await
}

fn json(object: &impl Serialize) -> Result<Value, sqlx::Error> {
    serde_json::to_value(object).map_err(|error| sqlx::Error::Encode(error.into()))
}

async fn insert(
    tx: &mut AnyConnection,
    merchant: &str,
    kind: &str,
    data: EventData<Value>,
    cause: Cause,
    now: i64,
) -> Result<Event, sqlx::Error> {
    let endpoints = webhook_endpoints::listening(&mut *tx, merchant, kind).await?;
    let event = Event {
        id: ids::new_id("evt_"),
        object: "event".into(),
        api_version: API_VERSION.into(),
        created: now,
        data,
        livemode: false,
        pending_webhooks: u32::try_from(endpoints.len()).unwrap_or(u32::MAX),
        request: Some(EventRequest { id: cause.request, idempotency_key: cause.idempotency_key }),
        kind: kind.into(),
    };
    sqlx::query("INSERT INTO events (id, merchant, type, body, created) VALUES ($1, $2, $3, $4, $5)")
        .bind(&event.id)
        .bind(merchant)
        .bind(kind)
        .bind(Json(&event))
        .bind(now)
        .execute(&mut *tx)
        .await?;
    for endpoint in endpoints {
        sqlx::query(
            "INSERT INTO deliveries (event, endpoint, status, next_attempt_at) VALUES ($1, $2, 'pending', $3)",
        )
        .bind(&event.id)
        .bind(endpoint)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    }
    Ok(event)
}

/// An event of this merchant, with the number of endpoints that have not confirmed it yet.
pub async fn find(db: impl AnyExecutor<'_>, merchant: &str, id: &str) -> Result<Option<Event>, sqlx::Error> {
    let row: Option<(Json<Event>, i64)> = sqlx::query_as(
        "SELECT body, (SELECT COUNT(*) FROM deliveries WHERE event = events.id AND status = 'pending')
         FROM events WHERE merchant = $1 AND id = $2",
    )
    .bind(merchant)
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|(Json(event), pending)| with_pending(event, pending)))
}

/// One page of the merchant's events; all of them or those of one kind.
pub async fn list(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    kind: Option<&str>,
    page: &Page,
) -> Result<Rows<Event>, sqlx::Error> {
    let query = page.query(
        "SELECT body, (SELECT COUNT(*) FROM deliveries WHERE event = events.id AND status = 'pending')
         FROM events WHERE merchant = $3 AND ($4 IS NULL OR type = $4)",
    );
    let query = sqlx::query_as(query).bind(page.id()).bind(page.rows()).bind(merchant).bind(kind);
    let rows: Vec<(Json<Event>, i64)> = query.fetch_all(db).await?;
    Ok(page.cut(rows).map(|(Json(event), pending)| with_pending(event, pending)))
}

/// The event with its present number of unconfirmed endpoints.
fn with_pending(mut event: Event, pending: i64) -> Event {
    event.pending_webhooks = u32::try_from(pending).unwrap_or(u32::MAX);
    event
}

/// Forgets events that are older than 30 days, with their deliveries; at most `limit`. By then every
/// delivery has ended.
pub async fn forget(store: &Store, now: i64, limit: i64) -> Result<(), sqlx::Error> {
    let mut tx = store.begin_write("events").await?;
    let old: Vec<String> = sqlx::query_scalar("SELECT id FROM events WHERE created <= $1 LIMIT $2")
        .bind(now - KEPT_SECONDS)
        .bind(limit)
        .fetch_all(&mut *tx)
        .await?;
    for id in old {
        for query in [
            "DELETE FROM delivery_attempts WHERE event = $1",
            "DELETE FROM deliveries WHERE event = $1",
            "DELETE FROM events WHERE id = $1",
        ] {
            sqlx::query(query).bind(&id).execute(&mut *tx).await?;
        }
    }
    tx.commit().await
}
