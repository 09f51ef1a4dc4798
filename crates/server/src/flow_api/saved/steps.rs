//! What the person typed: the address to save under, or a code.

use std::collections::BTreeMap;

use linkspan_wire::link::{CredentialStep, StepError, StepKind};

use super::{Login, Purpose, code_step, locale, save};
use crate::{
    AppState,
    api::customers::check_email,
    codes::{self, Verdict},
    failure::Answer,
    store::{
        auth_sessions::{self, AuthSessionRow, Offer, Status, access_token_at},
        consumers,
        sessions::SessionRow,
    },
};

/// Takes the answer to a step.
pub(in crate::flow_api) async fn answer(
    state: &AppState,
    session: &SessionRow,
    row: &AuthSessionRow,
    step: CredentialStep,
    values: &BTreeMap<String, String>,
) -> Answer<()> {
    let login = Login::of(state, row)?;
    let value = |name: &str| values.get(name).map(|value| value.trim().to_owned()).unwrap_or_default();
    match (step.kind, &login.consumer) {
        (StepKind::Code, Some(consumer)) => {
            take_code(state, session, row, step, (&login, consumer), &value("code")).await
        }
        _ => take_email(state, session, row, step, &value("email")).await,
    }
}

async fn take_email(
    state: &AppState,
    session: &SessionRow,
    row: &AuthSessionRow,
    step: CredentialStep,
    email: &str,
) -> Answer<()> {
    if check_email(email).is_err() {
        return ask_again(state, row, step, "incorrect", None).await;
    }
    let locale = locale(state, session).await?;
    let mut tx = state.store.begin_write(&session.merchant).await?;
    let consumer = consumers::ensure(&mut tx, &state.keyring, email, state.now()).await?;
    if !codes::send(state, &mut tx, (email, true), &row.id, locale).await? {
        return Err(codes::too_many());
    }
    let login = Login { purpose: Purpose::Save, consumer: Some(consumer.id) };
    let (sealed, step) = (login.seal(state, &row.id)?, code_step(locale, email));
    auth_sessions::ask(&mut *tx, &row.id, &sealed, &step, true, state.now()).await?;
    tx.commit().await?;
    state.mails_due.notify_one();
    Ok(())
}

async fn take_code(
    state: &AppState,
    session: &SessionRow,
    row: &AuthSessionRow,
    step: CredentialStep,
    (login, consumer): (&Login, &str),
    typed: &str,
) -> Answer<()> {
    let now = state.now();
    match codes::judge(state, &row.id, typed).await? {
        Verdict::Wrong { left } => ask_again(state, row, step, "incorrect", u32::try_from(left).ok()).await,
        Verdict::Expired => ask_again(state, row, step, "expired", None).await,
        Verdict::Exhausted => {
            auth_sessions::end(state.store.pool(), &row.id, Status::Failed, now).await?;
            Ok(())
        }
        Verdict::Right => {
            // Forgotten since the code was sent.
            if consumers::find(state.store.pool(), consumer).await?.is_none() {
                return ask_again(state, row, step, "expired", None).await;
            }
            let nothing = Offer { accounts: Vec::new(), chosen_at_bank: false, access_ends_at: None };
            let offer = match login.purpose {
                Purpose::Use => super::rows::offer(state, session, consumer).await?,
                Purpose::Save => nothing,
            };
            // What opens the saved accounts is who it is.
            let sealed = state.keyring.seal(access_token_at(&row.id), consumer);
            let mut tx = state.store.begin_write(&session.merchant).await?;
            auth_sessions::authorize(&mut *tx, &row.id, &sealed, Some(&offer), now).await?;
            consumers::knew(&mut *tx, consumer, &session.id).await?;
            if login.purpose == Purpose::Save {
                save::all(state, &mut tx, session, consumer).await?;
                auth_sessions::leave(&mut tx, &session.id, now).await?;
            }
            tx.commit().await?;
            Ok(())
        }
    }
}

/// Asks the same once more and says why.
async fn ask_again(
    state: &AppState,
    row: &AuthSessionRow,
    step: CredentialStep,
    code: &str,
    attempts_left: Option<u32>,
) -> Answer<()> {
    let field = step.fields.first().map(|field| field.name.clone());
    let step = CredentialStep { error: Some(StepError { code: code.into(), field, attempts_left }), ..step };
    let login = row.bank_login.as_deref().unwrap_or_default();
    auth_sessions::ask(state.store.pool(), &row.id, login, &step, false, state.now()).await?;
    Ok(())
}
