//! What the person was shown and agreed to, once a session, kept for good.

use linkspan_wire::Permission;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyExecutor;

use crate::{at_rest::Place, ids, store::json::Json};

/// An agreement.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ConsentRow {
    /// `fccons_…`
    pub id: String,
    /// `fcsess_…`
    pub session: String,
    /// Which text and terms.
    pub version: String,
    /// Language that it was shown in, BCP 47.
    pub locale: String,
    /// What was agreed to.
    pub permissions: Json<Vec<Permission>>,
    /// Unix seconds.
    pub acquired_at: i64,
    /// Unix seconds at which access ends.
    pub ends_at: i64,
    /// Names the page on which it is seen and withdrawn; sealed.
    pub page_handle: Option<String>,
    /// What the merchant said of itself when it was shown.
    pub shown: Option<Json<Shown>>,
    /// Unix seconds at which the person withdrew it.
    pub withdrawn_at: Option<i64>,
}

/// What a merchant says of itself on the consent pane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Trading name.
    pub merchant: String,
    /// What the data is for.
    pub purpose: Option<String>,
    /// Address of its privacy notice.
    pub privacy_url: Option<String>,
    /// E-mail for questions.
    pub support_email: Option<String>,
}

/// Where the handle of an agreement's page is.
pub fn page_handle_at(id: &str) -> Place<'_> {
    Place::new("consents", "page_handle", id)
}

/// The agreement of a session.
pub async fn find(db: impl AnyExecutor<'_>, session: &str) -> Result<Option<ConsentRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM consents WHERE session = $1").bind(session).fetch_optional(db).await
}

/// The agreement whose page a handle names.
pub async fn find_by_page(db: impl AnyExecutor<'_>, handle: &str) -> Result<Option<ConsentRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM consents WHERE page_handle_hash = $1")
        .bind(ids::sha256_hex(handle))
        .fetch_optional(db)
        .await
}

/// Notes that the person withdrew it; the first time counts.
pub async fn withdraw(db: impl AnyExecutor<'_>, id: &str, now: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE consents SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL")
        .bind(id)
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// Keeps an agreement; the first one of a session stays. The handle comes sealed and as a hash.
pub async fn insert(
    db: impl AnyExecutor<'_>,
    consent: &ConsentRow,
    page_handle_hash: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO consents (id, session, version, locale, permissions, acquired_at, ends_at,
             page_handle, page_handle_hash, shown)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (session) DO NOTHING",
    )
    .bind(&consent.id)
    .bind(&consent.session)
    .bind(&consent.version)
    .bind(&consent.locale)
    .bind(&consent.permissions)
    .bind(consent.acquired_at)
    .bind(consent.ends_at)
    .bind(&consent.page_handle)
    .bind(page_handle_hash)
    .bind(&consent.shown)
    .execute(db)
    .await?;
    Ok(())
}
