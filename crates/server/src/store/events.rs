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

/// How long an event can be read (Stripe's webhook documentation).
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

/// Which events are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Of these kinds; none for all. A `*` stands for anything.
    pub kinds: Vec<String>,
    /// Made between these times, in unix seconds, both included.
    pub created: (i64, i64),
    /// Whether every endpoint has confirmed it.
    pub delivered: Option<bool>,
}

/// One page of the merchant's events.
pub async fn list(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    filter: &Filter,
    page: &Page,
) -> Result<Rows<Event>, sqlx::Error> {
    // Kinds are in lower case, and `LIKE` does not look at the case on SQLite.
    let any = |count: usize| {
        let each: Vec<String> =
            (7..7 + count).map(|n| format!("(type LIKE ${n} ESCAPE '!' AND ${n} = LOWER(${n}))")).collect();
        if each.is_empty() { "1 = 1".to_owned() } else { each.join(" OR ") }
    };
    let query = page.query(&format!(
        "SELECT body, (SELECT COUNT(*) FROM deliveries WHERE event = events.id AND status = 'pending')
         FROM events WHERE merchant = $3 AND created BETWEEN $4 AND $5
         AND ($6 IS NULL OR $6 = (SELECT COUNT(*) FROM (SELECT 1 AS one FROM deliveries
             WHERE event = events.id AND status <> 'delivered' LIMIT 1) AS open))
         AND ({})",
        any(filter.kinds.len())
    ));
    let (from, to) = filter.created;
    let open = filter.delivered.map(|delivered| i64::from(!delivered));
    let query = sqlx::query_as(query).bind(page.id()).bind(page.rows()).bind(merchant);
    let mut query = query.bind(from).bind(to).bind(open);
    for kind in &filter.kinds {
        query = query.bind(pattern(kind));
    }
    let rows: Vec<(Json<Event>, i64)> = query.fetch_all(db).await?;
    Ok(page.cut(rows).map(|(Json(event), pending)| with_pending(event, pending)))
}

/// What `LIKE` makes of a kind.
fn pattern(kind: &str) -> String {
    let mut pattern = String::with_capacity(kind.len());
    for letter in kind.chars() {
        match letter {
            '*' => pattern.push('%'),
            '%' | '_' | '!' => pattern.extend(['!', letter]),
            _ => pattern.push(letter),
        }
    }
    pattern
}

/// The event with its present number of unconfirmed endpoints.
fn with_pending(mut event: Event, pending: i64) -> Event {
    event.pending_webhooks = u32::try_from(pending).unwrap_or(u32::MAX);
    event
}

/// Forgets events that are older than 30 days, with their deliveries; at most `limit`. One that is
/// still to be delivered stays: it was sent anew late, or the clock was moved.
pub async fn forget(store: &Store, now: i64, limit: i64) -> Result<(), sqlx::Error> {
    let mut tx = store.begin_write("events").await?;
    let old: Vec<String> = sqlx::query_scalar(
        "SELECT id FROM events WHERE created <= $1 AND NOT EXISTS (
             SELECT 1 FROM deliveries JOIN webhook_endpoints ON webhook_endpoints.id = deliveries.endpoint
             WHERE deliveries.event = events.id AND deliveries.status = 'pending'
                 AND webhook_endpoints.status = 'enabled')
         LIMIT $2",
    )
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
