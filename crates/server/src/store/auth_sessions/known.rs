//! What a session's sign-ins say of the person.

use sqlx::any::AnyExecutor;

use super::AuthSessionRow;

/// Whether a sign-in was ever begun in this session elsewhere than there.
pub async fn any_elsewhere(
    db: impl AnyExecutor<'_>,
    session: &str,
    institution: &str,
) -> Result<bool, sqlx::Error> {
    let id: Option<String> =
        sqlx::query_scalar("SELECT id FROM auth_sessions WHERE session = $1 AND institution <> $2 LIMIT 1")
            .bind(session)
            .bind(institution)
            .fetch_optional(db)
            .await?;
    Ok(id.is_some())
}

/// The last sign-in of the session that was authorized there.
pub async fn last_authorized(
    db: impl AnyExecutor<'_>,
    session: &str,
    institution: &str,
) -> Result<Option<AuthSessionRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT * FROM auth_sessions WHERE session = $1 AND institution = $2 AND status = 'authorized'
         ORDER BY id DESC LIMIT 1",
    )
    .bind(session)
    .bind(institution)
    .fetch_optional(db)
    .await
}
