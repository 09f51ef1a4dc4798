//! Removing one account or the telephone, forgetting everything, and signing out. A visit whose code was not right yet
//! can do none of it.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};

use super::{
    PATH,
    browser::Browser,
    held::Held,
    page::{self, Start},
    posted::Posted,
};
use crate::{
    AppState,
    failure::Answer,
    person_page::language,
    store::{
        consumer_codes, consumers, saved_accounts,
        saved_visits::{self, VisitRow},
    },
};

/// `POST /saved/remove`
pub(super) async fn remove(State(state): State<AppState>, posted: Posted) -> Answer<Response> {
    let Some(visit) = known(posted.visit) else { return Ok(Redirect::to(PATH).into_response()) };
    let pool = state.store.pool();
    if let Some(consumer) = consumers::find_by_email_hash(pool, &visit.email_hash).await? {
        saved_accounts::remove(pool, &consumer.id, &posted.filled.account).await?;
    }
    let l = posted.locale;
    page::list(&state, &posted.browser, l, &Held::read(&state, &visit, l).await?, Some(l.saved_removed()))
}

/// `POST /saved/phone/remove`
pub(super) async fn remove_phone(State(state): State<AppState>, posted: Posted) -> Answer<Response> {
    let Some(visit) = known(posted.visit) else { return Ok(Redirect::to(PATH).into_response()) };
    let pool = state.store.pool();
    if let Some(consumer) = consumers::find_by_email_hash(pool, &visit.email_hash).await? {
        consumers::set_phone(pool, &state.keyring, &consumer.id, None).await?;
    }
    let l = posted.locale;
    page::list(
        &state,
        &posted.browser,
        l,
        &Held::read(&state, &visit, l).await?,
        Some(l.saved_phone_removed()),
    )
}

/// `GET /saved/forget`
pub(super) async fn ask(State(state): State<AppState>, headers: HeaderMap) -> Answer<Response> {
    let browser = Browser::of(&headers, &state.origins);
    match known(browser.visit(&state).await?) {
        Some(_) => page::forget(&state, &browser, language(&headers)),
        None => Ok(Redirect::to(PATH).into_response()),
    }
}

/// `POST /saved/forget`
pub(super) async fn everything(State(state): State<AppState>, posted: Posted) -> Answer<Response> {
    let Some(visit) = known(posted.visit) else { return Ok(Redirect::to(PATH).into_response()) };
    let mut tx = state.store.begin_write(&visit.email_hash).await?;
    if let Some(consumer) = consumers::find_by_email_hash(&mut *tx, &visit.email_hash).await? {
        consumers::forget(&mut tx, &consumer.id).await?;
    }
    consumer_codes::forget_all(&mut *tx, &visit.email_hash).await?;
    saved_visits::end_all(&mut *tx, &visit.email_hash).await?;
    tx.commit().await?;
    let done = Start { done: Some(posted.locale.saved_forgotten()), ..Start::default() };
    page::over(&state, &posted.browser, posted.locale, done)
}

/// `POST /saved/sign-out`
pub(super) async fn sign_out(State(state): State<AppState>, posted: Posted) -> Answer<Response> {
    let mut done = Start::default();
    if let Some(visit) = posted.visit {
        saved_visits::end(state.store.pool(), &visit.id).await?;
        done.done = visit.known.0.then(|| posted.locale.saved_signed_out());
    }
    page::over(&state, &posted.browser, posted.locale, done)
}

fn known(visit: Option<VisitRow>) -> Option<VisitRow> {
    visit.filter(|visit| visit.known.0)
}
