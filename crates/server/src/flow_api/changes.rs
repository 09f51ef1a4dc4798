//! Waiting for a sign-in to change: a pop-up that comes back wakes whoever waits for it.

use std::time::Duration;

use tokio::{sync::broadcast::Receiver, time::Instant};

use super::current;
use crate::{
    AppState,
    failure::Answer,
    store::auth_sessions::{AuthSessionRow, Status},
};

/// How often the row is read although nobody spoke: another process may have changed it.
const READ_AGAIN: Duration = Duration::from_secs(1);

impl AppState {
    /// Wakes those who wait for this auth session.
    pub fn announce(&self, auth_session: String) {
        // Nobody waiting is no failure.
        drop(self.auth_changes.send(auth_session));
    }
}

/// The row as soon as it is not pending any more, or as it is after `patience`, or when this process
/// closes: the flow then asks another one.
pub(crate) async fn settled(
    state: &AppState,
    session: &str,
    id: &str,
    patience: Duration,
) -> Answer<AuthSessionRow> {
    // Listening begins before the first look, or a change between the two would be slept through.
    let mut changes = state.auth_changes.subscribe();
    let until = Instant::now() + patience;
    loop {
        let row = current::find(state, session, id).await?;
        if row.status != Status::Pending || Instant::now() >= until {
            return Ok(row);
        }
        let look_again = until.min(Instant::now() + READ_AGAIN);
        // Which of the first two woke us does not matter: the row is read again in any case.
        tokio::select! {
            () = spoken_of(&mut changes, id) => {}
            () = tokio::time::sleep_until(look_again) => {}
            () = state.lifecycle.closing() => return Ok(row),
        }
    }
}

/// Ends when the id is named, or when names were missed.
async fn spoken_of(changes: &mut Receiver<String>, id: &str) {
    while changes.recv().await.is_ok_and(|named| named != id) {}
}
