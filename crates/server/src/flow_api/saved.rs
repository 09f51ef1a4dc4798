//! People who saved their accounts: a code instead of a sign-in at their bank, and the offer to save.
//!
//! To the flow both are a sign-in at an institution of its own, with the steps that a bank's form has;
//! so it needs no pane for them. Nothing that was saved is shown before the code.

mod asked;
mod choose;
mod greet;
mod known;
mod phone;
mod rows;
mod save;
mod send_again;
mod steps;

use linkspan_wire::link::{CredentialStep, Health, Institution};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use crate::{
    AppState, Failure,
    failure::Answer,
    flow_api::limits,
    ids,
    locale::Locale,
    store::{
        auth_sessions::{self, AuthSessionRow, Flow, NewAuthSession, bank_login_at},
        consents,
        selections::{self, SelectionRow},
        sessions::SessionRow,
    },
};

pub(crate) use asked::masked;
pub(super) use choose::choose;
pub(super) use greet::{greet, may_use};
pub(super) use known::{is_known, offers_to_save};
pub(super) use rows::rows;
pub(super) use steps::answer;

pub use linkspan_wire::link::institution::SAVED as INSTITUTION;
/// How long it may take.
const TTL_SECONDS: i64 = 15 * 60;

/// What such a sign-in is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Purpose {
    /// Accounts that were saved are chosen.
    Use,
    /// Accounts that were chosen are saved.
    Save,
}

/// What is kept of such a sign-in, sealed.
#[derive(Serialize, Deserialize)]
struct Login {
    purpose: Purpose,
    /// `cnsmr_…`, once it is known who it is.
    consumer: Option<String>,
    /// A telephone number that was given at saving, E.164.
    #[serde(default)]
    phone: Option<String>,
    /// Whether the address was shown to be theirs, and the code goes to that number now.
    #[serde(default)]
    proving_phone: bool,
}

impl Login {
    fn new(purpose: Purpose, consumer: Option<String>) -> Self {
        Self { purpose, consumer, phone: None, proving_phone: false }
    }

    fn of(state: &AppState, row: &AuthSessionRow) -> Answer<Self> {
        let sealed = row.bank_login.as_deref().unwrap_or_default();
        let text = state.keyring.open(bank_login_at(&row.id), sealed).map_err(Failure::internal)?;
        serde_json::from_str(&text).map_err(Failure::internal)
    }

    fn seal(&self, state: &AppState, id: &str) -> Answer<String> {
        let text = serde_json::to_string(self).map_err(Failure::internal)?;
        Ok(state.keyring.seal(bank_login_at(id), &text))
    }
}

/// As the flow shows it.
pub(super) fn institution(state: &AppState) -> Institution {
    Institution {
        id: INSTITUTION.into(),
        name: state.config.provider_name.clone(),
        url: None,
        icon: None,
        color: "#0f5c6e".into(),
        health: Health::Normal,
    }
}

/// Begins to save what was chosen; where nothing was chosen yet, to choose from what was saved before.
pub(super) async fn begin(state: &AppState, session: &SessionRow) -> Answer<AuthSessionRow> {
    let chosen = selections::of_session(state.store.pool(), &session.id).await?;
    if chosen.is_empty() {
        return greet::begin_again(state, session).await;
    }
    begin_saving(state, session, &chosen).await
}

/// Saves what was chosen at once where a code showed in this session who it is, and asks for one
/// otherwise.
async fn begin_saving(
    state: &AppState,
    session: &SessionRow,
    chosen: &[SelectionRow],
) -> Answer<AuthSessionRow> {
    if !save::any(chosen) {
        return Err(super::failures::step_not_allowed("There is nothing that could be saved."));
    }
    if let Some(person) = known::person(state, session).await? {
        return save::at_once(state, session, &person).await;
    }
    let locale = locale(state, session).await?;
    let login = Login::new(Purpose::Save, None);
    let now = state.now();
    let mut tx = state.store.begin_write(&session.merchant).await?;
    limits::check_sign_in(&mut tx, &session.id, true, now).await?;
    auth_sessions::leave(&mut tx, &session.id, now).await?;
    let id = insert(state, &mut tx, session, &login, &asked::address(state, locale)).await?;
    tx.commit().await?;
    super::current::find(state, &session.id, &id).await
}

async fn insert(
    state: &AppState,
    tx: &mut AnyConnection,
    session: &SessionRow,
    login: &Login,
    step: &CredentialStep,
) -> Answer<String> {
    let (id, now) = (ids::new_id("bcsess_"), state.now());
    let new = NewAuthSession {
        id: &id,
        session: &session.id,
        institution: INSTITUTION,
        flow: Flow::Saved,
        start: None,
        step: Some(step),
        now,
        expires_at: session.expires_at.min(now + TTL_SECONDS),
    };
    auth_sessions::insert(&mut *tx, &new).await?;
    auth_sessions::ask(&mut *tx, &id, &login.seal(state, &id)?, step, true, now).await?;
    Ok(id)
}

async fn locale(state: &AppState, session: &SessionRow) -> Answer<Locale> {
    let consent = consents::find(state.store.pool(), &session.id).await?;
    Ok(Locale::of(consent.as_ref().map_or("", |consent| &consent.locale)))
}
