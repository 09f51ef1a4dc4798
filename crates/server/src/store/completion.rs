//! The end of a session: what was chosen becomes linked, or nothing does, in one transaction.

mod grant;
mod link;
mod relink;

use linkspan_wire::{
    ApiError,
    account::AccountStatus,
    error::code,
    host::FinancialConnectionsSession,
    link::Completed,
    session::{ManualEntryMode, SessionStatus},
};
use sqlx::AnyConnection;

use crate::store::{flag::Flag, json::Json};

pub use link::{find_linked, holder, linked_at};

use super::{
    accounts, auth_sessions,
    events::{self, Cause},
    selections,
    sessions::SessionRow,
};
use crate::{AppState, Failure, connector::MANUAL_ENTRY, refreshes};

/// Ends a session and says what it came to. A session that has ended already gives the answer it
/// gave then.
///
/// Chosen accounts are linked whatever ended the flow: a late error or a late expiry takes nothing
/// away that the person has shared. Without any, the session failed by `terminal_error` or else
/// was left, be it for numbers that the merchant takes itself.
///
/// # Errors
/// When the database fails; then nothing has happened.
pub async fn complete(
    state: &AppState,
    session: &SessionRow,
    terminal_error: Option<&ApiError>,
) -> Result<Completed, Failure> {
    let now = state.now();
    let mut tx = state.store.begin_write(&session.merchant).await?;
    let status: String = sqlx::query_scalar("SELECT status FROM sessions WHERE id = $1")
        .bind(&session.id)
        .fetch_one(&mut *tx)
        .await?;
    if status != "pending" {
        return Ok(completed(&mut tx, session).await?);
    }

    let chosen = selections::of_session(&mut *tx, &session.id).await?;
    let mut linked: Vec<link::Linked> = Vec::with_capacity(chosen.len());
    for (position, selection) in (0_i64..).zip(&chosen) {
        let one = link::link(&mut tx, session, selection, now).await?;
        link::note(&mut tx, &session.id, &one.account.id, position).await?;
        // Two choices can turn out to be one account that another session linked in between.
        if linked.iter().all(|other| other.account.id != one.account.id) {
            linked.push(one);
        }
    }
    let repaired = session.relink_options.as_ref().map(|options| relink::Repaired::of(&options.0, &linked));
    let mut granted = grant::all(&mut tx, &state.keyring, session, &mut linked, now).await?;
    for one in &mut linked {
        let prefetch = &session.prefetch.0;
        refreshes::of_prefetch(&mut tx, &session.merchant, &mut one.account, prefetch, now).await?;
        if one.before.is_some() && one.account.status != AccountStatus::Active {
            let cause = Cause::default();
            refreshes::abandon(&mut tx, &session.merchant, &mut one.account, &cause, now).await?;
        }
        if let Some(kind) = one.news() {
            events::record(&mut tx, &session.merchant, kind, &one.account, Cause::default(), now).await?;
        }
    }
    for (authorization, ends_at) in &mut granted {
        refreshes::expect_end(&mut tx, authorization, *ends_at, now).await?;
    }
    let to_merchant = session.manual_entry == ManualEntryMode::Custom.as_str()
        && terminal_error.is_some_and(|error| error.is(code::CUSTOM_MANUAL_ENTRY));
    let status = match (chosen.is_empty(), terminal_error) {
        (false, _) => SessionStatus::Succeeded,
        (true, Some(_)) if !to_merchant => SessionStatus::Failed,
        (true, _) => SessionStatus::Cancelled,
    };
    let kept_error = terminal_error.filter(|_| status != SessionStatus::Succeeded);
    sqlx::query(
        "UPDATE sessions SET status = $2, terminal_error = $3, completed_at = $4, expired = $5,
             relink_result = $6
         WHERE id = $1",
    )
    .bind(&session.id)
    .bind(status.as_str())
    .bind(kept_error.map(Json))
    .bind(now)
    .bind(Flag(session.expired_at(now)))
    .bind(repaired.map(|repaired| Json(repaired.result(status, &linked))))
    .execute(&mut *tx)
    .await?;
    let cancelled = auth_sessions::leave(&mut tx, &session.id, now).await?;
    auth_sessions::forget(&mut *tx, &session.id).await?;
    let answer = completed(&mut tx, session).await?;
    tx.commit().await?;

    state.metrics.session_ended(status);
    if !linked.is_empty() {
        state.deliveries_due.notify_one();
        state.refreshes_due.notify_one();
    }
    for id in cancelled {
        state.announce(id);
    }
    Ok(answer)
}

/// What an ended session came to.
pub async fn completed(tx: &mut AnyConnection, session: &SessionRow) -> Result<Completed, sqlx::Error> {
    let accounts = accounts::of_session(&mut *tx, &session.id).await?;
    Ok(Completed {
        session: FinancialConnectionsSession {
            id: session.id.clone(),
            accounts: accounts.iter().map(Into::into).collect(),
            permissions: session.permissions.0.clone(),
        },
        typed_in: accounts::any_of(tx, &session.id, MANUAL_ENTRY).await?,
        return_url: session.return_url.clone(),
    })
}
