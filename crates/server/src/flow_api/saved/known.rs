//! Whether the person showed by a code, in this session, who they are.

use super::{INSTITUTION, save};
use crate::{
    AppState, Failure,
    failure::Answer,
    store::{
        auth_sessions::{self, Flow},
        consumers::{self, ConsumerRow},
        saved_accounts,
        selections::SelectionRow,
        sessions::SessionRow,
    },
};

/// Whether they did: accounts were saved, or saved ones used.
pub(in crate::flow_api) async fn is_known(state: &AppState, session: &SessionRow) -> Answer<bool> {
    Ok(auth_sessions::any_authorized(state.store.pool(), &session.id, Flow::Saved).await?)
}

/// Who it is, when they did; nobody who was forgotten since.
pub(super) async fn person(state: &AppState, session: &SessionRow) -> Answer<Option<ConsumerRow>> {
    let pool = state.store.pool();
    let Some(row) = auth_sessions::last_authorized(pool, &session.id, INSTITUTION).await? else {
        return Ok(None);
    };
    // What opens the saved accounts is who it is.
    let consumer = row.token(&state.keyring).map_err(Failure::internal)?;
    Ok(consumers::find(pool, consumer.expose()).await?)
}

/// Whether anything that was chosen can be saved and is not.
pub(in crate::flow_api) async fn offers_to_save(
    state: &AppState,
    session: &SessionRow,
    chosen: &[SelectionRow],
) -> Answer<bool> {
    if !save::any(chosen) {
        return Ok(false);
    }
    let Some(person) = person(state, session).await? else { return Ok(true) };
    let saved = saved_accounts::of_consumer(state.store.pool(), &person.id).await?;
    let is_saved = |one: &SelectionRow| {
        saved.iter().any(|row| row.institution == one.institution && row.described.id == one.bank_account)
    };
    Ok(chosen.iter().any(|one| save::can_be_saved(&one.institution) && !is_saved(one)))
}
