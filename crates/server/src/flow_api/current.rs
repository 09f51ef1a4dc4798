//! The row of a sign-in, its time checked.

use crate::{
    AppState, Failure,
    failure::Answer,
    store::{
        auth_sessions::{self, AuthSessionRow, Status},
        sessions::SessionRow,
    },
};

/// A sign-in of this session; one whose time is over is expired by being looked at.
pub(crate) async fn find(state: &AppState, session: &str, id: &str) -> Answer<AuthSessionRow> {
    let row = auth_sessions::find(state.store.pool(), session, id).await?;
    let row = row.ok_or_else(|| Failure::not_found("auth session", id, "auth_session"))?;
    timely(state, row).await
}

/// The sign-in that the flow is at: under way, or authorized and nothing chosen from it yet.
pub(super) async fn of_session(state: &AppState, session: &SessionRow) -> Answer<Option<AuthSessionRow>> {
    let Some(row) = auth_sessions::current(state.store.pool(), &session.id).await? else {
        return Ok(None);
    };
    let row = timely(state, row).await?;
    Ok(matches!(row.status, Status::Pending | Status::Authorized).then_some(row))
}

/// The sign-in that the flow was at, when the bank ended it without a yes and the flow has not been told.
pub(super) async fn untold(state: &AppState, session: &SessionRow) -> Answer<Option<AuthSessionRow>> {
    let row = auth_sessions::current(state.store.pool(), &session.id).await?;
    Ok(row.filter(auth_sessions::is_untold))
}

async fn timely(state: &AppState, row: AuthSessionRow) -> Answer<AuthSessionRow> {
    let now = state.now();
    // One that the bank has sent back is being exchanged: how that ends counts.
    if row.status != Status::Pending || row.expires_at > now {
        return Ok(row);
    }
    if auth_sessions::expire(state.store.pool(), &row.id, now).await? {
        state.announce(row.id.clone());
        return Ok(AuthSessionRow { status: Status::Expired, start_handle: None, step: None, ..row });
    }
    let again = auth_sessions::find(state.store.pool(), &row.session, &row.id).await?;
    Ok(again.unwrap_or(row))
}
