//! Webhook endpoints.

use std::collections::BTreeMap;

use sqlx::{FromRow, any::AnyExecutor};

use crate::{at_rest::Place, store::json::Json};

use super::{
    Store,
    page::{Page, Rows},
};

/// One webhook endpoint. No `Debug`: it carries the signing secret.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct WebhookEndpoint {
    /// `we_…`
    pub id: String,
    /// `acct_…`
    pub merchant: String,
    /// Where events are posted to.
    pub url: String,
    /// `whsec_…`, sealed.
    pub secret: String,
    /// The one before it was rolled, sealed.
    pub old_secret: Option<String>,
    /// Unix seconds until which that one signs along.
    pub old_secret_ends_at: Option<i64>,
    /// Kinds of event, or `*`.
    pub enabled_events: Json<Vec<String>>,
    /// `enabled` or `disabled`.
    pub status: String,
    /// The merchant's own note.
    pub description: Option<String>,
    /// The merchant's own data.
    pub metadata: Json<BTreeMap<String, String>>,
    /// Unix seconds.
    pub created: i64,
    /// The version that its events are written in; else the one that the server speaks.
    pub api_version: Option<String>,
}

impl WebhookEndpoint {
    /// Whether it asked for this kind of event.
    pub fn listens_to(&self, kind: &str) -> bool {
        self.status == "enabled" && self.enabled_events.iter().any(|event| event == "*" || event == kind)
    }
}

/// Where the signing secret of an endpoint is.
pub fn secret_at(id: &str) -> Place<'_> {
    Place::new("webhook_endpoints", "secret", id)
}

/// Where the secret before that is.
pub fn old_secret_at(id: &str) -> Place<'_> {
    Place::new("webhook_endpoints", "old_secret", id)
}

/// Keeps a new endpoint, or what changed of an old one.
pub async fn save(db: impl AnyExecutor<'_>, row: &WebhookEndpoint) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO webhook_endpoints (id, merchant, url, secret, enabled_events, status, description, \
         metadata, created, old_secret, old_secret_ends_at, api_version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         ON CONFLICT (id) DO UPDATE SET url = excluded.url, enabled_events = excluded.enabled_events, \
         status = excluded.status, description = excluded.description, metadata = excluded.metadata, secret = excluded.secret, \
         old_secret = excluded.old_secret, old_secret_ends_at = excluded.old_secret_ends_at",
    )
    .bind(&row.id)
    .bind(&row.merchant)
    .bind(&row.url)
    .bind(&row.secret)
    .bind(&row.enabled_events)
    .bind(&row.status)
    .bind(&row.description)
    .bind(&row.metadata)
    .bind(row.created)
    .bind(&row.old_secret)
    .bind(row.old_secret_ends_at)
    .bind(&row.api_version)
    .execute(db)
    .await?;
    Ok(())
}

/// An endpoint of this merchant.
pub async fn find(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    id: &str,
) -> Result<Option<WebhookEndpoint>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM webhook_endpoints WHERE id = $1 AND merchant = $2")
        .bind(id)
        .bind(merchant)
        .fetch_optional(db)
        .await
}

/// How many the merchant has.
pub async fn count(db: impl AnyExecutor<'_>, merchant: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT COUNT(*) FROM webhook_endpoints WHERE merchant = $1")
        .bind(merchant)
        .fetch_one(db)
        .await
}

/// One page of the merchant's endpoints.
pub async fn list(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    page: &Page,
) -> Result<Rows<WebhookEndpoint>, sqlx::Error> {
    let query = page.query("SELECT * FROM webhook_endpoints WHERE merchant = $3");
    let query = sqlx::query_as(query).bind(page.id()).bind(page.rows()).bind(merchant);
    Ok(page.cut(query.fetch_all(db).await?))
}

/// Ids of the merchant's endpoints that asked for this kind of event.
pub async fn listening(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    kind: &str,
) -> Result<Vec<String>, sqlx::Error> {
    let rows: Vec<WebhookEndpoint> =
        sqlx::query_as("SELECT * FROM webhook_endpoints WHERE merchant = $1 AND status = 'enabled'")
            .bind(merchant)
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().filter(|row| row.listens_to(kind)).map(|row| row.id).collect())
}

/// Whether there is one by this id, whoever's.
pub async fn exists(db: impl AnyExecutor<'_>, id: &str) -> Result<bool, sqlx::Error> {
    let found: Option<String> = sqlx::query_scalar("SELECT id FROM webhook_endpoints WHERE id = $1")
        .bind(id)
        .fetch_optional(db)
        .await?;
    Ok(found.is_some())
}

/// Forgets an endpoint and what was still to be posted to it. Says whether there was one.
pub async fn delete(store: &Store, merchant: &str, id: &str) -> Result<bool, sqlx::Error> {
    let mut tx = store.begin_write(merchant).await?;
    if find(&mut *tx, merchant, id).await?.is_none() {
        return Ok(false);
    }
    sqlx::query("DELETE FROM delivery_attempts WHERE endpoint = $1").bind(id).execute(&mut *tx).await?;
    sqlx::query("DELETE FROM deliveries WHERE endpoint = $1").bind(id).execute(&mut *tx).await?;
    sqlx::query("DELETE FROM webhook_endpoints WHERE id = $1").bind(id).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(true)
}
