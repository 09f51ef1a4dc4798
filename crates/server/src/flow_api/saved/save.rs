//! What was chosen is saved, so that the next merchant's flow is short.

use sqlx::AnyConnection;

use super::INSTITUTION;
use crate::{
    AppState, Failure,
    connector::MANUAL_ENTRY,
    failure::Answer,
    store::{auth_sessions, saved_accounts, selections, sessions::SessionRow},
};

/// Numbers that were typed in open nothing, and what is saved already is.
pub(super) fn can_be_saved(institution: &str) -> bool {
    institution != MANUAL_ENTRY && institution != INSTITUTION
}

/// Saves all that was chosen in the session and can be.
pub(super) async fn all(
    state: &AppState,
    tx: &mut AnyConnection,
    session: &SessionRow,
    consumer: &str,
) -> Answer<()> {
    for selection in selections::of_session(&mut *tx, &session.id).await? {
        if !can_be_saved(&selection.institution) {
            continue;
        }
        let row = auth_sessions::find(&mut *tx, &session.id, &selection.auth_session).await?;
        let Some(row) = row else { continue };
        let token = row.token(&state.keyring).map_err(Failure::internal)?;
        let offered = row.offered(&state.keyring)?.unwrap_or_default();
        let Some(offered) = offered.into_iter().find(|one| one.account.id == selection.bank_account) else {
            continue;
        };
        let place = (consumer, &*selection.institution);
        saved_accounts::save(tx, &state.keyring, place, &offered.account, &token, state.now()).await?;
    }
    Ok(())
}
