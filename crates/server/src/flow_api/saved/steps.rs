//! What the person typed: the address to save under, or a code.

use std::collections::BTreeMap;

use ctutils::CtEq;
use linkspan_wire::link::{CredentialStep, StepError, StepKind};

use super::{Login, Purpose, code_step, locale, save, send_code, too_many};
use crate::{
    AppState, Failure,
    api::customers::check_email,
    failure::Answer,
    store::{
        auth_sessions::{self, AuthSessionRow, Offer, Status, access_token_at},
        consumers,
        sessions::SessionRow,
    },
};

/// Wrong answers that a code takes.
const MOST_ATTEMPTS: i64 = 5;
/// Codes that the original's test mode knows (section 7.3). Any other six digits are right there.
const TEST_INVALID: &str = "000001";
const TEST_EXPIRED: &str = "000002";
const TEST_EXHAUSTED: &str = "000003";

/// What a code comes to.
enum Verdict {
    Right,
    Wrong { left: i64 },
    Expired,
    Exhausted,
}

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
    if !send_code(state, &mut tx, (&consumer.id, &row.id), email, locale).await? {
        return Err(too_many());
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
    match judge(state, consumer, &row.id, typed).await? {
        Verdict::Wrong { left } => ask_again(state, row, step, "incorrect", u32::try_from(left).ok()).await,
        Verdict::Expired => ask_again(state, row, step, "expired", None).await,
        Verdict::Exhausted => {
            auth_sessions::end(state.store.pool(), &row.id, Status::Failed, now).await?;
            Ok(())
        }
        Verdict::Right => {
            let nothing = Offer { accounts: Vec::new(), chosen_at_bank: false, access_ends_at: None };
            let offer = match login.purpose {
                Purpose::Use => super::rows::offer(state, session, consumer).await?,
                Purpose::Save => nothing,
            };
            // What opens the saved accounts is who it is.
            let sealed = state.keyring.seal(access_token_at(&row.id), consumer);
            let mut tx = state.store.begin_write(&session.merchant).await?;
            auth_sessions::authorize(&mut *tx, &row.id, &sealed, Some(&offer), now).await?;
            if login.purpose == Purpose::Save {
                save::all(state, &mut tx, session, consumer).await?;
                auth_sessions::leave(&mut tx, &session.id, now).await?;
            }
            tx.commit().await?;
            Ok(())
        }
    }
}

async fn judge(state: &AppState, consumer: &str, purpose: &str, typed: &str) -> Answer<Verdict> {
    let pool = state.store.pool();
    let Some(code) = consumers::code(pool, consumer, purpose).await? else { return Ok(Verdict::Expired) };
    let test = |known: &str| state.mailer.is_none() && typed == known;
    if code.attempts >= MOST_ATTEMPTS || test(TEST_EXHAUSTED) {
        return Ok(Verdict::Exhausted);
    }
    if code.expires_at <= state.now() || test(TEST_EXPIRED) {
        return Ok(Verdict::Expired);
    }
    let sent = code.code(&state.keyring).map_err(Failure::internal)?;
    let right = bool::from(sent.as_bytes().ct_eq(typed.as_bytes()));
    let digits = typed.len() == sent.len() && typed.bytes().all(|byte| byte.is_ascii_digit());
    // Where no e-mail leaves there is only a sandbox: its codes are those of the documentation.
    if right || (state.mailer.is_none() && digits && typed != TEST_INVALID) {
        consumers::use_code(pool, &code.id).await?;
        return Ok(Verdict::Right);
    }
    consumers::miss_code(pool, &code.id).await?;
    let left = MOST_ATTEMPTS - code.attempts - 1;
    Ok(if left == 0 { Verdict::Exhausted } else { Verdict::Wrong { left } })
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
