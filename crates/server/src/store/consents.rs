//! What the person was shown and agreed to, once a session, kept for good.

use linkspan_wire::Permission;
use sqlx::any::AnyExecutor;

use crate::store::json::Json;

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
}

/// The agreement of a session.
pub async fn find(db: impl AnyExecutor<'_>, session: &str) -> Result<Option<ConsentRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM consents WHERE session = $1").bind(session).fetch_optional(db).await
}

/// Keeps an agreement; the first one of a session stays.
pub async fn insert(db: impl AnyExecutor<'_>, consent: &ConsentRow) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO consents (id, session, version, locale, permissions, acquired_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (session) DO NOTHING",
    )
    .bind(&consent.id)
    .bind(&consent.session)
    .bind(&consent.version)
    .bind(&consent.locale)
    .bind(&consent.permissions)
    .bind(consent.acquired_at)
    .bind(consent.ends_at)
    .execute(db)
    .await?;
    Ok(())
}
