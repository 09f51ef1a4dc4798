//! How often a session tried.

use linkspan_wire::link::institution::SAVED;
use sqlx::any::AnyExecutor;

use super::Flow;

/// Since when it has begun at least this many sign-ins, of all kinds or of one, of those that are not older
/// than `since`: the time of the one that has to grow old before there are fewer. What stands for a saved
/// account that was chosen is none.
pub async fn begun_at_least(
    db: impl AnyExecutor<'_>,
    session: &str,
    kind: Option<Flow>,
    most: i64,
    since: i64,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT created FROM auth_sessions WHERE session = $1 AND created > $2 AND ($3 IS NULL OR flow = $3)
             AND (flow <> 'saved' OR institution = $5)
         ORDER BY created DESC LIMIT 1 OFFSET $4",
    )
    .bind(session)
    .bind(since)
    .bind(kind.map(Flow::as_str))
    .bind(most.saturating_sub(1))
    .bind(SAVED)
    .fetch_optional(db)
    .await
}
