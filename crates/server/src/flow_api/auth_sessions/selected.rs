//! The accounts that the person ticked.

use std::collections::BTreeSet;

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::link::{Manifest, SelectAccounts};
use sqlx::AnyConnection;

use super::{accounts::offered, draft::draft, eligible};
use crate::{
    AppState, Failure,
    failure::Answer,
    flow_api::{access, body::Body, current, failures, manifest, saved},
    ids,
    store::{
        auth_sessions::{self, AuthSessionRow, Offered},
        completion,
        selections::{self, SelectionRow},
        sessions::SessionRow,
    },
};

/// The parameter that names what was ticked.
pub(in crate::flow_api) const PARAM: &str = "selected_accounts";

pub(super) async fn select(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<SelectAccounts>,
) -> Answer<Json<Manifest>> {
    let opened = access::open(&state, &headers, &request.key).await?;
    choose(&state, &opened.session, &request.auth_session, &request.selected_accounts).await?;
    manifest::build(&state, &opened).await.map(Json)
}

/// Keeps the choice of these accounts, by the ids under which they were offered.
pub(in crate::flow_api) async fn choose(
    state: &AppState,
    session: &SessionRow,
    auth_session: &str,
    selected: &[String],
) -> Answer<()> {
    let row = current::find(state, &session.id, auth_session).await?;
    let offer = offered(state, &row).await?;
    let ticked = ticked(session, &offer.accounts, selected)?;
    if row.institution == saved::INSTITUTION {
        // Only the banks know whether they still let these through.
        let rows = saved::rows(state, session, &row).await?;
        let open = |one: &&Offered| rows.iter().any(|row| row.id == one.id && row.selectable());
        if !ticked.iter().all(open) {
            return Err(unavailable());
        }
    }

    let mut tx = state.store.begin_write(&session.merchant).await?;
    let before = selections::of_session(&mut *tx, &session.id).await?;
    // A repeat, or a change of mind before the end, is for the sign-in that was chosen from.
    if row.left_at.is_some() && !before.iter().any(|selection| selection.auth_session == row.id) {
        return Err(
            failures::step_not_allowed("The flow has gone on from this sign-in.").with_param("auth_session")
        );
    }
    if row.institution == saved::INSTITUTION {
        saved::choose(state, &mut tx, session, &row, &ticked).await?;
    } else {
        let chosen = drafts(state, &mut tx, session, &row, &ticked, &before).await?;
        selections::replace(&mut tx, &session.id, &row.id, &chosen).await?;
    }
    // A choice that does not fit is not kept: the transaction ends with it.
    check_together(session, &selections::of_session(&mut *tx, &session.id).await?)?;
    auth_sessions::leave(&mut tx, &session.id, state.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The accounts behind the ids: each was offered and can be chosen.
fn ticked<'a>(session: &SessionRow, offered: &'a [Offered], selected: &[String]) -> Answer<Vec<&'a Offered>> {
    if selected.is_empty() {
        return Err(Failure::invalid_param(PARAM, "Choose at least one account."));
    }
    let mut seen = BTreeSet::new();
    let account = |id: &String| {
        if !seen.insert(id.clone()) {
            return Err(Failure::invalid_param(PARAM, "An account is named twice."));
        }
        let found = offered.iter().find(|account| account.id == *id);
        let found = found
            .ok_or_else(|| Failure::invalid_param(PARAM, "An account is named that was not offered."))?;
        if eligible::unavailable(&found.account, &session.filters).is_some() {
            return Err(unavailable());
        }
        Ok(found)
    };
    selected.iter().map(account).collect()
}

fn unavailable() -> Failure {
    Failure::invalid_param(PARAM, "An account is named that cannot be chosen.")
}

/// What will be linked, each under the id that it has or will have.
async fn drafts(
    state: &AppState,
    tx: &mut AnyConnection,
    session: &SessionRow,
    row: &AuthSessionRow,
    ticked: &[&Offered],
    before: &[SelectionRow],
) -> Answer<Vec<SelectionRow>> {
    let institution = state
        .directory
        .get(&row.institution)
        .ok_or_else(|| Failure::not_found("institution", &row.institution, "institution"))?;
    let mut drafts = Vec::with_capacity(ticked.len());
    for Offered { account, .. } in ticked {
        let known = completion::find_linked(&mut *tx, session, &row.institution, &account.id).await?;
        let id = known.map(|known| known.id).or_else(|| {
            let same =
                |old: &&SelectionRow| old.institution == row.institution && old.bank_account == account.id;
            before.iter().find(same).map(|old| old.account.clone())
        });
        let id = id.unwrap_or_else(|| ids::new_id("fca_"));
        let draft = draft(id.clone(), session, (&institution.id, &institution.name), account, state.now());
        drafts.push(SelectionRow {
            account: id,
            auth_session: row.id.clone(),
            institution: row.institution.clone(),
            bank_account: account.id.clone(),
            draft: draft.into(),
        });
    }
    Ok(drafts)
}

/// The limits that hold for all that the session has chosen.
fn check_together(session: &SessionRow, all: &[SelectionRow]) -> Answer<()> {
    if let Some(limit) = manifest::limit(session)
        && !usize::try_from(limit).is_ok_and(|limit| all.len() <= limit)
    {
        let message = format!("More accounts than this session allows ({limit}).");
        return Err(Failure::invalid_param(PARAM, message));
    }
    if eligible::lacks_one_that_pays(&session.filters, all.iter()) {
        return Err(Failure::invalid_param(PARAM, "At least one account must support payments."));
    }
    Ok(())
}
