//! The person chose a bank.

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::link::{AuthFlow, AuthSession, CreateAuthSession};

use super::view;
use crate::{
    AppState, Failure,
    connector::{self, Connector},
    failure::Answer,
    flow_api::{access, body::Body, consent, current, failures, institutions, limits, manifest, saved},
    ids,
    store::{
        auth_sessions::{self, AuthSessionRow, Flow, NewAuthSession, start_handle_at},
        selections,
        sessions::SessionRow,
    },
};

/// How long a sign-in may take.
const TTL_SECONDS: i64 = 15 * 60;

pub(super) async fn create(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<CreateAuthSession>,
) -> Answer<Json<AuthSession>> {
    let session = access::open(&state, &headers, &request.key).await?.session;
    let row = begin(&state, &session, &request.institution).await?;
    Ok(Json(view(&state, &row)?))
}

/// Begins a sign-in at this bank, in place of the one before.
pub(in crate::flow_api) async fn begin(
    state: &AppState,
    session: &SessionRow,
    institution: &str,
) -> Answer<AuthSessionRow> {
    consent::required(state, session).await?;
    if institution == saved::INSTITUTION {
        return saved::begin(state, session).await;
    }
    let record = state
        .directory
        .get(institution)
        .filter(|record| institutions::fits(record, &session.filters))
        .ok_or_else(|| Failure::not_found("institution", institution, "institution"))?;
    let chosen = selections::of_session(state.store.pool(), &session.id).await?;
    if manifest::is_full(session, chosen.len()) {
        return Err(failures::step_not_allowed("As many accounts as allowed have been chosen already."));
    }
    let flow = match record.flow {
        AuthFlow::Oauth => Flow::Oauth,
        AuthFlow::Credentials => Flow::Credentials,
        AuthFlow::Unknown => return Err(failures::bank(&connector::BankError::Broken)),
    };
    // Asked before anything changes: a bank that is down leaves the session as it was.
    let bank = connector::to(state, record).map_err(|error| failures::bank(&error))?;
    bank.health(&record.id).await.map_err(|error| failures::bank(&error))?;

    let (id, now) = (ids::new_id("bcsess_"), state.now());
    let handle = ids::new_secret("");
    let handle_hash = ids::sha256_hex(&handle);
    let sealed = state.keyring.seal(start_handle_at(&id), &handle);
    let step = bank.first_step(&record.id);
    let new = NewAuthSession {
        id: &id,
        session: &session.id,
        institution: &record.id,
        flow,
        start: (flow == Flow::Oauth).then_some((&*sealed, &*handle_hash)),
        step: (flow == Flow::Credentials).then_some(&step),
        now,
        expires_at: session.expires_at.min(now + TTL_SECONDS),
    };
    let mut tx = state.store.begin_write(&session.merchant).await?;
    limits::check_sign_in(&mut tx, &session.id, false, now).await?;
    let cancelled = auth_sessions::leave(&mut tx, &session.id, now).await?;
    auth_sessions::insert(&mut *tx, &new).await?;
    tx.commit().await?;
    for id in cancelled {
        state.announce(id);
    }
    current::find(state, &session.id, &id).await
}
