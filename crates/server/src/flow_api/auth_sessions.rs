//! Sign-ins: the routes about them, and how the flow sees one.

pub(super) mod accounts;
mod cancel;
pub(super) mod create;
pub(super) mod credentials;
pub(super) mod draft;
pub(super) mod eligible;
mod here;
mod offer;
mod retrieve;
pub(super) mod selected;

use axum::{Router, routing::post};
use linkspan_directory::Record;
use linkspan_wire::link::{AuthSession, Pane, path};

use crate::{
    AppState, Failure,
    connector::{self, Connector},
    failure::Answer,
    flow_api::saved,
    store::auth_sessions::{AuthSessionRow, Flow, Status, start_handle_at},
};

pub(crate) use offer::read as read_offer;

/// The routes about sign-ins.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route(path::AUTH_SESSIONS, post(create::create))
        .route(path::AUTH_SESSION_RETRIEVE, post(retrieve::retrieve))
        .route(path::AUTH_SESSION_HERE, post(here::here))
        .route(path::AUTH_SESSION_CANCEL, post(cancel::cancel))
        .route(path::AUTH_SESSION_CREDENTIALS, post(credentials::submit))
        .route(path::AUTH_SESSION_ACCOUNTS, post(accounts::accounts))
        .route(path::SELECTED_ACCOUNTS, post(selected::select))
}

/// A sign-in, as the flow sees it.
pub(super) fn view(state: &AppState, row: &AuthSessionRow) -> Answer<AuthSession> {
    let institution = if row.institution == saved::INSTITUTION {
        saved::institution(state)
    } else {
        let record = state.directory.get(&row.institution).map(Record::institution);
        record.ok_or_else(|| Failure::not_found("institution", &row.institution, "institution"))?
    };
    let next_pane = match row.status {
        // Saving ends where it began.
        Status::Authorized if row.flow == Flow::Saved && row.left_at.is_some() => Pane::Success,
        Status::Authorized => Pane::AccountPicker,
        _ => Pane::PartnerAuth,
    };
    let pending = row.status == Status::Pending;
    let handle = row.start_handle.as_deref().filter(|_| pending);
    let handle = handle.map(|handle| state.keyring.open(start_handle_at(&row.id), handle)).transpose();
    let handle = handle.map_err(Failure::internal)?;
    Ok(AuthSession {
        id: row.id.clone(),
        institution,
        flow: row.flow.into(),
        status: row.status.into(),
        next_pane,
        url: handle.map(|handle| format!("{}/auth/{handle}", state.origins.flow)),
        opened: pending && row.browser_hash.is_some(),
        bank_host: (row.flow == Flow::Oauth).then(|| connector::of(state).host()),
        step: row.step.as_ref().filter(|_| pending).map(|step| step.0.clone()),
    })
}
