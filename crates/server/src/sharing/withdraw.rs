//! `POST /sharing/{handle}/withdraw`: the person stops it. The accounts are disconnected and the
//! merchant is told, as if it had done so itself.

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
    store::{accounts, consents, events::Cause},
};

pub(super) async fn withdraw(
    State(state): State<AppState>,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let Some(seen) = Seen::find(&state, &handle).await? else { return missing(&state, &headers) };
    // Nothing is linked while the flow runs; leaving it there is the way to share nothing.
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
