//! Who is it? An address, then the code that was sent there. Nothing on the way says whether anybody
//! saved something under the address: not the words, not the limits.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    PATH, SECONDS,
    browser::{self, Browser},
    held::Held,
    page::{self, Said, Start, with_cookie},
    posted::Posted,
};
use crate::{
    AppState, Failure,
    api::customers::check_email,
    codes::{self, To, Verdict},
    failure::Answer,
    flow_api::masked,
    ids,
    locale::Locale,
    person_page::language,
    store::{
        consumers,
        saved_visits::{self, VisitRow},
    },
};

/// Longest address.
const LONGEST: usize = 320;

/// `GET /saved`
pub(super) async fn show(State(state): State<AppState>, headers: HeaderMap) -> Answer<Response> {
    let (browser, l) = (Browser::of(&headers, &state.origins), language(&headers));
    match browser.visit(&state).await? {
        None => Start::default().draw(&state, &browser, l, StatusCode::OK),
        Some(visit) if visit.known.0 => {
            page::list(&state, &browser, l, &Held::read(&state, &visit, l).await?, None)
        }
        Some(visit) => ask(&state, &browser, l, &visit, Said::default()),
    }
}

/// `POST /saved/email`
pub(super) async fn email(State(state): State<AppState>, posted: Posted) -> Answer<Response> {
    let Posted { browser, visit: before, filled, locale: l } = posted;
    let email = filled.email.trim();
    if email.len() > LONGEST || check_email(email).is_err() {
        let start = Start { wrong: Some(l.saved_email_wrong()), email, ..Start::default() };
        return start.draw(&state, &browser, l, StatusCode::BAD_REQUEST);
    }
    let (token, now) = (ids::new_secret(""), state.now());
    let mut tx = state.store.begin_write(&consumers::email_hash(&state.keyring, email)).await?;
    let times = (now + SECONDS, now);
    let id = saved_visits::begin(&mut *tx, &state.keyring, (&token, email), times).await?;
    if !send(&state, &mut tx, (&id, email), l).await? {
        let start = Start { wrong: Some(l.saved_too_many()), email, ..Start::default() };
        return start.draw(&state, &browser, l, StatusCode::TOO_MANY_REQUESTS);
    }
    if let Some(before) = before {
        saved_visits::end(&mut *tx, &before.id).await?;
    }
    tx.commit().await?;
    state.mails_due.notify_one();
    let cookie = browser::on_visit(&token, &state.origins);
    with_cookie(Redirect::to(PATH).into_response(), Some(cookie))
}

/// `POST /saved/code/new`
pub(super) async fn new_code(State(state): State<AppState>, posted: Posted) -> Answer<Response> {
    let Posted { browser, visit, locale: l, .. } = posted;
    let Some(visit) = unknown(visit) else { return Ok(Redirect::to(PATH).into_response()) };
    let email = visit.email(&state.keyring).map_err(Failure::internal)?;
    let mut tx = state.store.begin_write(&visit.email_hash).await?;
    if !send(&state, &mut tx, (&visit.id, &email), l).await? {
        return ask(&state, &browser, l, &visit, Said { wrong: Some(l.saved_too_many()), done: None });
    }
    tx.commit().await?;
    state.mails_due.notify_one();
    ask(&state, &browser, l, &visit, Said { done: Some(l.saved_code_sent()), wrong: None })
}

/// `POST /saved/code`
pub(super) async fn code(State(state): State<AppState>, posted: Posted) -> Answer<Response> {
    let Posted { browser, visit, filled, locale: l } = posted;
    let Some(visit) = unknown(visit) else { return Ok(Redirect::to(PATH).into_response()) };
    let wrong = match codes::judge(&state, &visit.id, filled.code.trim()).await? {
        Verdict::Right => {
            let (token, until) = (ids::new_secret(""), state.now() + SECONDS);
            saved_visits::know(state.store.pool(), &visit.id, &token, until).await?;
            let cookie = browser::on_visit(&token, &state.origins);
            return with_cookie(Redirect::to(PATH).into_response(), Some(cookie));
        }
        Verdict::Wrong { left } => l.saved_code_wrong(&left.to_string()),
        Verdict::Expired => l.saved_code_expired().to_owned(),
        Verdict::Exhausted => {
            saved_visits::end(state.store.pool(), &visit.id).await?;
            let start = Start { wrong: Some(l.saved_code_exhausted()), ..Start::default() };
            return page::over(&state, &browser, l, start);
        }
    };
    ask(&state, &browser, l, &visit, Said { wrong: Some(&wrong), done: None })
}

/// A visit that still waits for its code.
fn unknown(visit: Option<VisitRow>) -> Option<VisitRow> {
    visit.filter(|visit| !visit.known.0)
}

/// The same is done for an address that nobody saved under; only no e-mail leaves.
async fn send(
    state: &AppState,
    tx: &mut sqlx::AnyConnection,
    (visit, email): (&str, &str),
    l: Locale,
) -> Answer<bool> {
    let consumer =
        consumers::find_by_email_hash(&mut *tx, &consumers::email_hash(&state.keyring, email)).await?;
    let to = if consumer.is_some() { To::Email } else { To::Nobody };
    codes::send(state, tx, (email, to), visit, l).await
}

fn ask(state: &AppState, browser: &Browser, l: Locale, visit: &VisitRow, said: Said<'_>) -> Answer<Response> {
    let email = visit.email(&state.keyring).map_err(Failure::internal)?;
    page::code(state, browser, l, (&masked(&email), said))
}
