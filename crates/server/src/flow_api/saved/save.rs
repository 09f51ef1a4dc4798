//! What was chosen is saved, so that the next merchant's flow is short.

use sqlx::AnyConnection;

use super::{INSTITUTION, Login, Purpose, asked, insert, locale};
use crate::{
    AppState, Failure,
    connector::MANUAL_ENTRY,
    failure::Answer,
    flow_api::{current, limits},
    store::{
        auth_sessions::{self, AuthSessionRow, Offer, access_token_at},
        consumers::ConsumerRow,
        saved_accounts,
        selections::{self, SelectionRow},
        sessions::SessionRow,
    },
};

/// Numbers that were typed in open nothing, and what is saved already is.
pub(super) fn can_be_saved(institution: &str) -> bool {
    institution != MANUAL_ENTRY && institution != INSTITUTION
}

/// Whether anything that was chosen can be saved.
pub(super) fn any(chosen: &[SelectionRow]) -> bool {
    chosen.iter().any(|one| can_be_saved(&one.institution))
}

/// Saves what was chosen for somebody who showed before, in this session, who they are: no further code.
pub(super) async fn at_once(
    state: &AppState,
    session: &SessionRow,
    person: &ConsumerRow,
) -> Answer<AuthSessionRow> {
    let now = state.now();
    let login = Login::new(Purpose::Save, Some(person.id.clone()));
    let step = asked::address(state, locale(state, session).await?);
    let mut tx = state.store.begin_write(&session.merchant).await?;
    limits::check_sign_in(&mut tx, &session.id, false, now).await?;
    let cancelled = auth_sessions::leave(&mut tx, &session.id, now).await?;
    let id = insert(state, &mut tx, session, &login, &step).await?;
    let sealed = state.keyring.seal(access_token_at(&id), &person.id);
    auth_sessions::authorize(&mut *tx, &id, &sealed, Some(&Offer::nothing()), now).await?;
    all(state, &mut tx, session, &person.id).await?;
    auth_sessions::leave(&mut tx, &session.id, now).await?;
    tx.commit().await?;
    for id in cancelled {
        state.announce(id);
    }
    current::find(state, &session.id, &id).await
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
