//! The person wants another code, perhaps somewhere else.

use linkspan_wire::link::CredentialStep;

use super::{
    Login, Purpose, asked, locale,
    steps::{ask_again, still_asks},
};
use crate::{
    AppState, Failure,
    codes::{self, To},
    failure::Answer,
    store::{
        auth_sessions::{self, AuthSessionRow, Status},
        consumers,
        sessions::SessionRow,
    },
};

/// Sends a new code to where the person chose; `way` is one that the step offers.
pub(super) async fn send_again(
    state: &AppState,
    session: &SessionRow,
    row: &AuthSessionRow,
    step: CredentialStep,
    (login, way): (&Login, &str),
) -> Answer<()> {
    let now = state.now();
    let consumer = match &login.consumer {
        Some(id) => consumers::find(state.store.pool(), id).await?,
        None => None,
    };
    let Some(consumer) = consumer else {
        // Forgotten in the meantime: there is nobody to send one to.
        auth_sessions::end(state.store.pool(), &row.id, Status::Failed, now).await?;
        return Ok(());
    };
    let email = consumer.email(&state.keyring).map_err(Failure::internal)?;
    let phone = match login.purpose {
        Purpose::Use => consumer.phone(&state.keyring).map_err(Failure::internal)?,
        Purpose::Save => login.phone.clone(),
    };
    let locale = locale(state, session).await?;
    let (to, next) = match phone.as_deref().filter(|_| way == asked::PHONE) {
        Some(phone) => (To::Phone(phone), asked::code_by_text(login, (locale, true))),
        None => (To::Email, asked::code_by_email(state, login, &consumer, &email, (locale, true))),
    };
    let mut tx = state.store.begin_write(&session.merchant).await?;
    if !still_asks(&mut tx, row).await? {
        return Ok(());
    }
    if !codes::send(state, &mut tx, (&email, to), &row.id, locale).await? {
        drop(tx);
        return ask_again(state, row, step, (asked::CODE, "too_many"), None).await;
    }
    auth_sessions::ask(&mut *tx, &row.id, &login.seal(state, &row.id)?, &next, true, now).await?;
    tx.commit().await?;
    state.mails_due.notify_one();
    Ok(())
}
