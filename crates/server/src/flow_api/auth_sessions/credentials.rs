//! What the person typed for one step of a sign-in without OAuth.

use std::collections::BTreeMap;

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::link::{AuthSession, CredentialStep, Field, FieldKind, StepError, SubmitCredentials};

use super::{offer, view};
use crate::{
    AppState, Failure,
    connector::{self, BankError, Connector, SignIn},
    failure::Answer,
    flow_api::{access, body::Body, current, failures, saved},
    store::{
        auth_sessions::{self, AuthSessionRow, Flow, Status, access_token_at, bank_login_at},
        consents,
    },
};

/// Answers to one step, whatever the bank allows.
const MOST_ATTEMPTS: i64 = 5;
/// Longer than any password.
const LONGEST_VALUE: usize = 1024;

pub(super) async fn submit(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<SubmitCredentials>,
) -> Answer<Json<AuthSession>> {
    let session = access::open(&state, &headers, &request.key).await?.session;
    let row = current::find(&state, &session.id, &request.auth_session).await?;
    if auth_sessions::is_untold(&row) {
        auth_sessions::tell(state.store.pool(), &row, state.now()).await?;
        return Ok(Json(view(&state, &row)?));
    }
    let open = row.status == Status::Pending && matches!(row.flow, Flow::Credentials | Flow::Saved);
    let Some(step) = row.step.as_ref().filter(|_| open).map(|step| step.0.clone()) else {
        return Err(failures::step_not_allowed("This sign-in does not wait for credentials.")
            .with_param("auth_session"));
    };
    let values = values(&step, &request)?;
    if let Some(field) = missing(&step, &values) {
        let error =
            StepError { code: "required".into(), field: Some(field.name.clone()), attempts_left: None };
        let step = CredentialStep { error: Some(error), ..step };
        let shown = AuthSessionRow { step: Some(step.into()), ..row };
        return Ok(Json(view(&state, &shown)?));
    }
    if row.flow == Flow::Saved {
        saved::answer(&state, &session, &row, step, &values).await?;
        let row = current::find(&state, &session.id, &row.id).await?;
        return Ok(Json(view(&state, &row)?));
    }
    // Goes on although the person's connection breaks: a yes of the bank is not lost.
    let task = tokio::spawn(ask_bank(state.clone(), row.clone(), step, values));
    task.await.map_err(Failure::internal)??;
    let row = current::find(&state, &session.id, &row.id).await?;
    Ok(Json(view(&state, &row)?))
}

/// A field that has to have a value and has none; where another code is wanted, none has to.
fn missing<'a>(step: &'a CredentialStep, values: &BTreeMap<String, String>) -> Option<&'a Field> {
    let sends = |field: &Field| field.kind == FieldKind::Send && !is_empty(field, values);
    if step.fields.iter().any(sends) {
        return None;
    }
    let asked = |field: &&Field| !field.optional && field.kind != FieldKind::Send;
    step.fields.iter().filter(asked).find(|field| is_empty(field, values))
}

fn is_empty(field: &Field, values: &BTreeMap<String, String>) -> bool {
    values.get(&field.name).is_none_or(|value| match field.kind {
        // A password may be all spaces.
        FieldKind::Password | FieldKind::Unknown => value.is_empty(),
        _ => value.trim().is_empty(),
    })
}

/// The values by field, when they are for the fields of this step.
fn values(step: &CredentialStep, request: &SubmitCredentials) -> Answer<BTreeMap<String, String>> {
    let mut values = BTreeMap::new();
    for sent in &request.values {
        let Some(field) = step.fields.iter().find(|field| field.name == sent.name) else {
            return Err(Failure::invalid_param("values", "There is a value for a field that was not asked."));
        };
        if sent.value.len() > LONGEST_VALUE {
            let message = format!("The value of {} is longer than {LONGEST_VALUE} bytes.", field.name);
            return Err(Failure::invalid_param("values", message));
        }
        let offered = field.choices.iter().any(|choice| choice.id == sent.value);
        let listed = matches!(field.kind, FieldKind::Choice | FieldKind::Send);
        if listed && !sent.value.is_empty() && !offered {
            let message = format!("The value of {} is none of its choices.", field.name);
            return Err(Failure::invalid_param("values", message));
        }
        if values.insert(sent.name.clone(), sent.value.clone()).is_some() {
            let message = format!("There is more than one value for {}.", field.name);
            return Err(Failure::invalid_param("values", message));
        }
    }
    Ok(values)
}

/// Gives the bank the answer to a step and keeps what it says.
pub(in crate::flow_api) async fn ask_bank(
    state: AppState,
    row: AuthSessionRow,
    step: CredentialStep,
    values: BTreeMap<String, String>,
) -> Answer<()> {
    let (pool, now) = (state.store.pool(), state.now());
    let Some(attempts) = auth_sessions::count_attempt(pool, &row.id, MOST_ATTEMPTS, now).await? else {
        return end(&state, &row.id).await;
    };
    let bank = connector::of(&state);
    let sealed = |login: &str| state.keyring.seal(bank_login_at(&row.id), login);
    let login = row.bank_login.as_deref().map(|login| state.keyring.open(bank_login_at(&row.id), login));
    let login = login.transpose().map_err(Failure::internal)?;
    let locale = consents::find(pool, &row.session).await?.map(|consent| consent.locale).unwrap_or_default();
    match bank.sign_in(&row.institution, login.as_deref(), &values, &locale).await {
        Ok(SignIn::Ask { login, step }) => {
            auth_sessions::ask(pool, &row.id, &sealed(&login), &step, true, now).await?;
            Ok(())
        }
        Ok(SignIn::Wrong { login, error }) => {
            let ours = u32::try_from(MOST_ATTEMPTS - attempts).unwrap_or(0);
            let left = error.attempts_left.map_or(ours, |theirs| theirs.min(ours));
            if left == 0 {
                return end(&state, &row.id).await;
            }
            let error = StepError { attempts_left: Some(left), ..error };
            let step = CredentialStep { error: Some(error), ..step };
            auth_sessions::ask(pool, &row.id, &sealed(&login), &step, false, now).await?;
            Ok(())
        }
        Ok(SignIn::Authorized(token)) => {
            // Without its accounts the yes still counts: they are read when they are asked for.
            let accounts = offer::read(&state, &row.institution, &token).await.ok();
            let sealed = state.keyring.seal(access_token_at(&row.id), token.expose());
            if auth_sessions::authorize(
                pool,
                &state.keyring,
                &row.id,
                &sealed,
                accounts.as_ref(),
                state.now(),
            )
            .await?
            {
                state.announce(row.id);
            }
            Ok(())
        }
        Ok(SignIn::Refused) | Err(BankError::Gone) => end(&state, &row.id).await,
        Err(error) => {
            auth_sessions::give_attempt_back(pool, &row.id).await?;
            Err(failures::bank(&error))
        }
    }
}

/// The bank, or the number of answers, put an end to it.
async fn end(state: &AppState, id: &str) -> Answer<()> {
    if auth_sessions::end(state.store.pool(), id, Status::Failed, state.now()).await? {
        state.announce(id.to_owned());
    }
    Ok(())
}
