//! What the person typed: the address to save under, or a code.

use std::collections::BTreeMap;

use linkspan_wire::link::{CredentialStep, StepError, StepKind};
use sqlx::AnyConnection;

use super::{Login, Purpose, asked, locale, phone, save, send_again::send_again};
use crate::{
    AppState, Failure,
    api::customers::check_email,
    codes::{self, To, Verdict},
    failure::Answer,
    store::{
        auth_sessions::{self, AuthSessionRow, Offer, Status, access_token_at},
        consumers::{self, ConsumerRow},
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
    let value = |name: &str| values.get(name).map(|value| value.trim()).unwrap_or_default();
    match (step.kind, &login.consumer) {
        (StepKind::Code, Some(_)) if !value(asked::SEND).is_empty() => {
            send_again(state, session, row, step, (&login, value(asked::SEND))).await
        }
        (StepKind::Code, Some(consumer)) => {
            take_code(state, session, row, step, (&login, consumer), value(asked::CODE)).await
        }
        _ => take_address(state, session, row, step, (value(asked::EMAIL), value(asked::PHONE))).await,
    }
}

async fn take_address(
    state: &AppState,
    session: &SessionRow,
    row: &AuthSessionRow,
    step: CredentialStep,
    (email, typed): (&str, &str),
) -> Answer<()> {
    if check_email(email).is_err() {
        return ask_again(state, row, step, (asked::EMAIL, "incorrect"), None).await;
    }
    let phone = phone::parse(typed).filter(|_| codes::go_to_phones(state));
    if !typed.is_empty() && phone.is_none() {
        return ask_again(state, row, step, (asked::PHONE, "incorrect"), None).await;
    }
    let locale = locale(state, session).await?;
    let mut tx = state.store.begin_write(&session.merchant).await?;
    if !still_asks(&mut tx, row).await? {
        return Ok(());
    }
    let consumer = consumers::ensure(&mut tx, &state.keyring, email, state.now()).await?;
    if !codes::send(state, &mut tx, (email, To::Email), &row.id, locale).await? {
        drop(tx);
        return ask_again(state, row, step, (asked::EMAIL, "too_many"), None).await;
    }
    let login = Login { phone, ..Login::new(Purpose::Save, Some(consumer.id.clone())) };
    let step = asked::code_by_email(state, &login, &consumer, email, (locale, false));
    auth_sessions::ask(&mut *tx, &row.id, &login.seal(state, &row.id)?, &step, true, state.now()).await?;
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
    let wrong = match codes::judge(state, &row.id, typed).await? {
        Verdict::Right => return known(state, session, row, step, (login, consumer)).await,
        Verdict::Wrong { left } => ("incorrect", u32::try_from(left).ok()),
        Verdict::Expired => ("expired", None),
        // A new one may be sent; how many of those is limited as well.
        Verdict::Exhausted => ("too_often", None),
    };
    ask_again(state, row, step, (asked::CODE, wrong.0), wrong.1).await
}

/// The code was right.
async fn known(
    state: &AppState,
    session: &SessionRow,
    row: &AuthSessionRow,
    step: CredentialStep,
    (login, consumer): (&Login, &str),
) -> Answer<()> {
    let (pool, now) = (state.store.pool(), state.now());
    let Some(person) = consumers::find(pool, consumer).await? else {
        // Forgotten since the code was sent.
        return ask_again(state, row, step, (asked::CODE, "expired"), None).await;
    };
    if let (Purpose::Save, Some(phone), false) = (login.purpose, &login.phone, login.proving_phone) {
        return prove_phone(state, session, row, step, (&person, phone)).await;
    }
    let offer = match login.purpose {
        Purpose::Use => super::rows::offer(state, session, consumer).await?,
        Purpose::Save => Offer::nothing(),
    };
    // What opens the saved accounts is who it is.
    let sealed = state.keyring.seal(access_token_at(&row.id), consumer);
    let mut tx = state.store.begin_write(&session.merchant).await?;
    auth_sessions::authorize(&mut *tx, &state.keyring, &row.id, &sealed, Some(&offer), now).await?;
    consumers::knew(&mut *tx, consumer, &session.id).await?;
    if login.purpose == Purpose::Save {
        save::all(state, &mut tx, session, consumer).await?;
        if login.proving_phone {
            consumers::set_phone(&mut *tx, &state.keyring, &person.id, login.phone.as_deref()).await?;
        }
        auth_sessions::leave(&mut tx, &session.id, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A number that codes will go to has to be shown to be theirs as well: a wrong one would open their
/// accounts to a stranger.
async fn prove_phone(
    state: &AppState,
    session: &SessionRow,
    row: &AuthSessionRow,
    step: CredentialStep,
    (person, phone): (&ConsumerRow, &str),
) -> Answer<()> {
    let email = person.email(&state.keyring).map_err(Failure::internal)?;
    let locale = locale(state, session).await?;
    let login = Login {
        phone: Some(phone.to_owned()),
        proving_phone: true,
        ..Login::new(Purpose::Save, Some(person.id.clone()))
    };
    let next = asked::code_by_text(&login, (locale, false));
    let mut tx = state.store.begin_write(&session.merchant).await?;
    if !still_asks(&mut tx, row).await? {
        return Ok(());
    }
    if !codes::send(state, &mut tx, (&email, To::Phone(phone)), &row.id, locale).await? {
        drop(tx);
        return ask_again(state, row, step, (asked::CODE, "too_many"), None).await;
    }
    auth_sessions::ask(&mut *tx, &row.id, &login.seal(state, &row.id)?, &next, true, state.now()).await?;
    tx.commit().await?;
    state.mails_due.notify_one();
    Ok(())
}

/// Whether what was answered is still asked: of many answers at once only one sends a code.
pub(super) async fn still_asks(tx: &mut AnyConnection, row: &AuthSessionRow) -> Answer<bool> {
    let stands = auth_sessions::find(tx, &row.session, &row.id).await?;
    Ok(stands.is_some_and(|now| now.status == Status::Pending && now.bank_login == row.bank_login))
}

/// Asks the same once more and says at which field why.
pub(super) async fn ask_again(
    state: &AppState,
    row: &AuthSessionRow,
    step: CredentialStep,
    (field, code): (&str, &str),
    attempts_left: Option<u32>,
) -> Answer<()> {
    let error = StepError { code: code.into(), field: Some(field.into()), attempts_left };
    let step = CredentialStep { error: Some(error), ..step };
    let login = row.bank_login.as_deref().unwrap_or_default();
    auth_sessions::ask(state.store.pool(), &row.id, login, &step, false, state.now()).await?;
    Ok(())
}
