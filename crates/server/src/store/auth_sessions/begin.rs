//! OAuth: the pop-up starts, and comes back.

use sqlx::any::AnyExecutor;

use super::AuthSessionRow;

/// What a started pop-up is recognised by when it comes back.
pub struct Began<'a> {
    /// Hash of the cookie that this browser now has.
    pub browser_hash: &'a str,
    /// Hash of `state`.
    pub state_hash: &'a str,
    /// What the challenge was made of; sealed.
    pub pkce_verifier: &'a str,
    /// Who the callback must come from.
    pub issuer: &'a str,
    /// Where it comes back to; `None` for a window.
    pub returns_to: Option<&'a str>,
}

/// A way to the bank in the flow's own tab.
pub struct Tab<'a> {
    /// Hash of the handle in its address.
    pub handle_hash: &'a str,
    /// Where whoever goes by it comes back to.
    pub returns_to: &'a str,
}

/// Opens a way to the bank in the flow's own tab, in place of the one before. False when the sign-in
/// has ended or come back.
pub async fn open_in_tab(
    db: impl AnyExecutor<'_>,
    id: &str,
    tab: &Tab<'_>,
    now: i64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE auth_sessions SET tab_handle_hash = $2, tab_returns_to = $3, updated = $4
         WHERE id = $1 AND status = 'pending' AND expires_at > $4 AND state_used_at IS NULL",
    )
    .bind(id)
    .bind(tab.handle_hash)
    .bind(tab.returns_to)
    .bind(now)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The sign-in that the address of a pop-up, or of a tab, names.
pub async fn find_by_handle(
    db: impl AnyExecutor<'_>,
    handle_hash: &str,
) -> Result<Option<AuthSessionRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM auth_sessions WHERE start_handle_hash = $1 OR tab_handle_hash = $1")
        .bind(handle_hash)
        .fetch_optional(db)
        .await
}

/// The sign-in that a `state` belongs to.
pub async fn find_by_state(
    db: impl AnyExecutor<'_>,
    state_hash: &str,
) -> Result<Option<AuthSessionRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM auth_sessions WHERE state_hash = $1")
        .bind(state_hash)
        .fetch_optional(db)
        .await
}

/// The pop-up starts, or starts anew in the browser in which it started before. False when another
/// browser has it, when it already came back, or when it is not pending.
pub async fn begin(
    db: impl AnyExecutor<'_>,
    id: &str,
    began: &Began<'_>,
    now: i64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE auth_sessions
         SET browser_hash = $2, state_hash = $3, pkce_verifier = $4, issuer = $5, updated = $6,
             returns_to = $7
         WHERE id = $1 AND status = 'pending' AND expires_at > $6 AND state_used_at IS NULL
           AND (browser_hash IS NULL OR browser_hash = $2)",
    )
    .bind(id)
    .bind(began.browser_hash)
    .bind(began.state_hash)
    .bind(began.pkce_verifier)
    .bind(began.issuer)
    .bind(now)
    .bind(began.returns_to)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the `state`: true for the first callback only.
pub async fn take_state(
    db: impl AnyExecutor<'_>,
    id: &str,
    state_hash: &str,
    now: i64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE auth_sessions SET state_used_at = $3, updated = $3
         WHERE id = $1 AND state_hash = $2 AND status = 'pending' AND expires_at > $3
           AND state_used_at IS NULL",
    )
    .bind(id)
    .bind(state_hash)
    .bind(now)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
