//! `POST /sharing/{handle}/withdraw`: the person stops it. The accounts are disconnected and the
//! merchant is told, as if it had done so itself. Before anything is chosen, leaving the flow is the way.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};

use super::{
    page::{Said, draw, missing},
    seen::Seen,
};
use crate::{
    AppState,
    failure::Answer,
    refreshes,
    store::{accounts, completion, consents, events::Cause},
};

pub(super) async fn withdraw(
    State(state): State<AppState>,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let Some(mut seen) = Seen::find(&state, &handle).await? else { return missing(&state, &headers) };
    // What is chosen would be linked once the session's time is over: it is linked now, and ended at once.
    if seen.session.completed_at.is_none() && !seen.accounts.is_empty() {
        completion::complete(&state, &seen.session, None).await?;
        seen = match Seen::find(&state, &handle).await? {
            Some(seen) => seen,
            None => return missing(&state, &headers),
        };
    }
    if seen.session.completed_at.is_some() {
        let (merchant, now) = (&seen.session.merchant, state.now());
        let mut tx = state.store.begin_write(merchant).await?;
        for one in &seen.accounts {
            let Some(mut account) = accounts::find(&mut *tx, merchant, &one.account.id).await? else {
                continue;
            };
            refreshes::disconnect(&mut tx, merchant, &mut account, &Cause::default(), now).await?;
        }
        consents::withdraw(&mut *tx, &seen.consent.id, now).await?;
        tx.commit().await?;
        state.deliveries_due.notify_one();
    }
    let Some(seen) = Seen::find(&state, &handle).await? else { return missing(&state, &headers) };
    let done = seen.locale.withdraw_done(&seen.shown.merchant);
    let done = seen.consent.withdrawn_at.map(|_| &*done);
    draw(&state, &handle, &seen, Said { done, wrong: None })
}
