//! People who saved their accounts: a code instead of a sign-in at their bank, and the offer to save.
//!
//! To the flow both are a sign-in at an institution of its own, with the steps that a bank's form has;
//! so it needs no pane for them. Nothing that was saved is shown before the code.

mod choose;
mod rows;
mod save;
mod steps;

use linkspan_wire::link::{CredentialStep, Field, FieldKind, Health, Institution, StepKind};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use crate::{
    AppState, Failure,
    codes::{self, DIGITS},
    failure::Answer,
    ids,
    locale::Locale,
    store::{
        auth_sessions::{self, AuthSessionRow, Flow, NewAuthSession, bank_login_at},
        consents, consumers, customers,
        saved_accounts::{self, SavedRow},
        selections::{self, SelectionRow},
        sessions::SessionRow,
    },
};

pub(super) use choose::choose;
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
}

impl Login {
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
pub(super) fn institution() -> Institution {
    Institution {
        id: INSTITUTION.into(),
        name: "Linkspan".into(),
        url: None,
        icon: None,
        color: "#0f5c6e".into(),
        health: Health::Normal,
    }
}

/// Greets a person who saved accounts before, by the e-mail address that the merchant knows: the code is
/// on its way and the flow goes on there. Says whether it does.
pub(super) async fn greet(state: &AppState, session: &SessionRow) -> Answer<bool> {
    let pool = state.store.pool();
    let Some(customer) = &session.customer else { return Ok(false) };
    let customer = customers::find(pool, &session.merchant, customer).await?;
    let Some(email) = customer.and_then(|customer| customer.email) else { return Ok(false) };
    let consumer = consumers::find_by_email_hash(pool, &consumers::email_hash(&email)).await?;
    let Some(consumer) = consumer else { return Ok(false) };
    let saved = saved_accounts::of_consumer(pool, &consumer.id).await?;
    if session.filters.institution.is_some()
        || !saved.iter().any(|row| fits(state, session, row))
        || auth_sessions::any(pool, &session.id).await?
    {
        return Ok(false);
    }
    let locale = locale(state, session).await?;
    let login = Login { purpose: Purpose::Use, consumer: Some(consumer.id.clone()) };
    let mut tx = state.store.begin_write(&session.merchant).await?;
    let id = insert(state, &mut tx, session, &login, &code_step(locale, &email)).await?;
    if !codes::send(state, &mut tx, (&email, true), &id, locale).await? {
        return Ok(false);
    }
    tx.commit().await?;
    state.mails_due.notify_one();
    Ok(true)
}

/// Begins to save what was chosen.
pub(super) async fn begin_saving(state: &AppState, session: &SessionRow) -> Answer<AuthSessionRow> {
    let chosen = selections::of_session(state.store.pool(), &session.id).await?;
    if !chosen.iter().any(|one| save::can_be_saved(&one.institution)) {
        return Err(super::failures::step_not_allowed("There is nothing that could be saved."));
    }
    let locale = locale(state, session).await?;
    let login = Login { purpose: Purpose::Save, consumer: None };
    let mut tx = state.store.begin_write(&session.merchant).await?;
    auth_sessions::leave(&mut tx, &session.id, state.now()).await?;
    let id = insert(state, &mut tx, session, &login, &email_step(locale)).await?;
    tx.commit().await?;
    super::current::find(state, &session.id, &id).await
}

/// Whether what was chosen can be saved, and is not yet.
pub(super) async fn is_offered(
    state: &AppState,
    session: &SessionRow,
    chosen: &[SelectionRow],
) -> Answer<bool> {
    let any = chosen.iter().any(|one| save::can_be_saved(&one.institution));
    Ok(any && !is_known(state, session).await?)
}

/// Whether the person showed by a code, in this session, who they are: accounts were saved, or saved ones
/// used.
pub(super) async fn is_known(state: &AppState, session: &SessionRow) -> Answer<bool> {
    Ok(auth_sessions::any_authorized(state.store.pool(), &session.id, Flow::Saved).await?)
}

/// Whether a saved account is at a bank that fits the session.
fn fits(state: &AppState, session: &SessionRow, row: &SavedRow) -> bool {
    let record = state.directory.get(&row.institution);
    record.is_some_and(|record| super::institutions::fits(record, &session.filters))
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

fn email_step(locale: Locale) -> CredentialStep {
    let field = Field {
        name: "email".into(),
        kind: FieldKind::Email,
        prompt: Some(locale.save_email().into()),
        choices: Vec::new(),
        length: None,
    };
    CredentialStep { kind: StepKind::Save, fields: vec![field], error: None }
}

fn code_step(locale: Locale, email: &str) -> CredentialStep {
    let field = Field {
        name: "code".into(),
        kind: FieldKind::Code,
        prompt: Some(locale.code_prompt(&masked(email))),
        choices: Vec::new(),
        length: Some(DIGITS),
    };
    CredentialStep { kind: StepKind::Code, fields: vec![field], error: None }
}

/// An address so that its owner knows it and nobody else learns it.
pub(crate) fn masked(email: &str) -> String {
    let (name, host) = email.trim().split_once('@').unwrap_or((email.trim(), ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}•••@{host}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn addresses_are_shown_to_their_owners_only() {
        assert_eq!(super::masked("maya.lind@mail.example"), "m•••@mail.example");
        assert_eq!(super::masked("é@mail.example"), "é•••@mail.example");
        assert_eq!(super::masked(""), "•••@");
    }
}
