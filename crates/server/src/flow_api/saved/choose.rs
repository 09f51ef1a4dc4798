//! Saved accounts are chosen: each through an access of its own bank, as if one had signed in there.

use sqlx::AnyConnection;

use super::rows::saved;
use crate::{
    AppState, Failure,
    failure::Answer,
    flow_api::auth_sessions::draft::draft,
    ids,
    store::{
        auth_sessions::{self, AuthSessionRow, Flow, Offered, Settled, access_token_at},
        completion, saved_accounts,
        selections::{self, SelectionRow},
        sessions::SessionRow,
    },
};

/// Keeps the choice of saved accounts, by the ids under which they were offered and which were checked.
pub(in crate::flow_api) async fn choose(
    state: &AppState,
    tx: &mut AnyConnection,
    session: &SessionRow,
    row: &AuthSessionRow,
    ticked: &[&Offered],
) -> Answer<()> {
    for (saved, offered) in saved(state, row).await? {
        if !ticked.iter().any(|one| one.id == offered.id) {
            continue;
        }
        let record = state.directory.get(&saved.institution);
        let record =
            record.ok_or_else(|| Failure::not_found("institution", &saved.institution, "institution"))?;
        let (id, now) = (ids::new_id("bcsess_"), state.now());
        let token = saved.token(&state.keyring).map_err(Failure::internal)?;
        let settled = Settled {
            id: &id,
            session: &session.id,
            institution: &saved.institution,
            flow: Flow::Saved,
            access_token: &state.keyring.seal(access_token_at(&id), token.expose()),
            offered: std::slice::from_ref(&offered),
            now,
        };
        auth_sessions::insert_settled(&mut *tx, &state.keyring, &settled).await?;
        let account = &offered.account;
        let known = completion::find_linked(&mut *tx, session, &saved.institution, &account.id).await?;
        let chosen = known.map_or_else(|| ids::new_id("fca_"), |known| known.id);
        let bank = (&*record.id, &*record.name);
        let selection = SelectionRow {
            account: chosen.clone(),
            auth_session: id.clone(),
            institution: saved.institution.clone(),
            bank_account: account.id.clone(),
            draft: draft(chosen, session, bank, account, now).into(),
        };
        selections::replace(tx, &session.id, &id, &[selection]).await?;
        saved_accounts::used(&mut *tx, &saved.id, now).await?;
    }
    Ok(())
}
