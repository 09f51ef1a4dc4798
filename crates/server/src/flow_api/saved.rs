//! People who saved their accounts: a code instead of a sign-in at their bank, and the offer to save.
//!
//! To the flow both are a sign-in at an institution of its own, with the steps that a bank's form has;
//! so it needs no pane for them. Nothing that was saved is shown before the code.

mod asked;
mod choose;
mod phone;
mod rows;
mod save;
mod send_again;
mod steps;

use linkspan_wire::{
    account::PaymentMethodType,
    link::{CredentialStep, Health, Institution},
};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use crate::{
    AppState, Failure,
    codes::{self, To},
    failure::Answer,
    flow_api::{auth_sessions::eligible, limits},
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

pub(crate) use asked::masked;
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
        || !any_eligible(state, session, &saved)
        || auth_sessions::any(pool, &session.id).await?
    {
        return Ok(false);
    }
    let locale = locale(state, session).await?;
    let login = Login::new(Purpose::Use, Some(consumer.id.clone()));
    let step = asked::code_by_email(state, &login, &consumer, &email, (locale, false));
    let mut tx = state.store.begin_write(&session.merchant).await?;
    let id = insert(state, &mut tx, session, &login, &step).await?;
    if !codes::send(state, &mut tx, (&email, To::Email), &id, locale).await? {
        return Ok(false);
    }
    tx.commit().await?;
    state.mails_due.notify_one();
    Ok(true)
}

/// Begins to save what was chosen.
pub(super) async fn begin_saving(state: &AppState, session: &SessionRow) -> Answer<AuthSessionRow> {
    let chosen = selections::of_session(state.store.pool(), &session.id).await?;
    if !can_be_saved(&chosen) {
        return Err(super::failures::step_not_allowed("There is nothing that could be saved."));
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

/// Whether anything that was chosen can be saved.
pub(super) fn can_be_saved(chosen: &[SelectionRow]) -> bool {
    chosen.iter().any(|one| save::can_be_saved(&one.institution))
}

/// Whether the person showed by a code, in this session, who they are: accounts were saved, or saved ones
/// used.
pub(super) async fn is_known(state: &AppState, session: &SessionRow) -> Answer<bool> {
    Ok(auth_sessions::any_authorized(state.store.pool(), &session.id, Flow::Saved).await?)
}

/// Whether the session can take any of these: or a code would lead to nothing.
fn any_eligible(state: &AppState, session: &SessionRow, saved: &[SavedRow]) -> bool {
    let filters = &session.filters;
    let one_pays = eligible::lacks_one_that_pays(filters, std::iter::empty());
    let mut eligible = saved
        .iter()
        .filter(|row| fits(state, session, row) && eligible::unavailable(&row.described, filters).is_none());
    eligible
        .any(|row| !one_pays || PaymentMethodType::any_known(&row.described.supported_payment_method_types))
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
