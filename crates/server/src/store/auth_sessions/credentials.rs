//! Sign-in in the flow itself: what is asked, and how often it was answered.

use linkspan_wire::link::CredentialStep;
use sqlx::any::AnyExecutor;

use crate::store::{flag::Flag, json::Json};

/// Counts an answer before the bank gets it, and says which it is. `None` when there were `most`
/// answers already, or the sign-in is over: then the bank must not be asked.
pub async fn count_attempt(
    db: impl AnyExecutor<'_>,
    id: &str,
    most: i64,
    now: i64,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "UPDATE auth_sessions SET attempts = attempts + 1, updated = $3
         WHERE id = $1 AND status = 'pending' AND expires_at > $3 AND attempts < $2
         RETURNING attempts",
    )
    .bind(id)
    .bind(most)
    .bind(now)
    .fetch_optional(db)
    .await
}

/// The bank never judged the answer.
pub async fn give_attempt_back(db: impl AnyExecutor<'_>, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE auth_sessions SET attempts = attempts - 1 WHERE id = $1 AND attempts > 0")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// What to ask now; the bank's handle comes sealed. `progressed` when it is another step, whose answers are counted anew.
pub async fn ask(
    db: impl AnyExecutor<'_>,
    id: &str,
    bank_login: &str,
    step: &CredentialStep,
    progressed: bool,
    now: i64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE auth_sessions SET bank_login = $2, step = $3, updated = $5,
             attempts = CASE WHEN $4 = 1 THEN 0 ELSE attempts END
         WHERE id = $1 AND status = 'pending'",
    )
    .bind(id)
    .bind(bank_login)
    .bind(Json(step))
    .bind(Flag(progressed))
    .bind(now)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
