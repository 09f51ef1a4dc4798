//! `Idempotency-Key`: a POST that is sent again is answered again, not done again.
//!
//! What is kept is what Stripe documents: every answer of a request that was carried out, refusals and
//! failures (500) included. One that was cut off with its process may have been carried out: that is
//! all that can be said of it for a day, and it is not carried out a second time.
//!
//! Not kept, so that the key is free at once, is an answer to a request that was not carried out: its
//! parameters were refused, or another request was in its way, before it began. What the gate refuses
//! (401, 403, 429) never comes here.

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header::CONTENT_TYPE},
    middleware::Next,
    response::{IntoResponse, Response},
};
use linkspan_wire::{ApiError, ErrorType};
use sqlx::AnyPool;
use tracing::Instrument;

use super::{Caller, params::LONGEST_BODY};
use crate::{
    AppState, Failure, execution,
    failure::{Answer, BeforeExecution},
    ids,
    store::idempotency::{self, Claim, Kept, body_at},
};

/// Longest key.
const LONGEST_KEY: usize = 255;
/// Says whether the same request, with the same key, may end otherwise.
const SHOULD_RETRY: &str = "stripe-should-retry";

/// Before each try to keep an answer.
const PAUSES: [Duration; 3] = [Duration::ZERO, Duration::from_millis(100), Duration::from_secs(1)];

/// Answers a repeated POST with what the first one was answered.
pub async fn replay(State(state): State<AppState>, caller: Caller, request: Request, next: Next) -> Response {
    let key = request.headers().get("idempotency-key").filter(|_| request.method() == Method::POST).cloned();
    let Some(key) = key else { return next.run(request).await };
    keyed(&state, &caller, &key, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn keyed(
    state: &AppState,
    caller: &Caller,
    key: &HeaderValue,
    request: Request,
    next: Next,
) -> Answer<Response> {
    let key = key.to_str().ok().filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY);
    let key = key.ok_or_else(|| {
        Failure::bad_request(
            "idempotency_key_invalid",
            "An Idempotency-Key has 1 to 255 printable characters.",
        )
    })?;
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LONGEST_BODY).await.map_err(|_| super::params::too_large())?;
    let parameters = in_order(&body);
    let asked: [&[u8]; 3] = [parts.uri.path().as_bytes(), b"\n", &parameters];

    let (id, fingerprint) = (ids::new_id("idem_"), state.keyring.fingerprint(&asked));
    let claim = Claim { id: &id, merchant: caller.id(), key, fingerprint: &fingerprint };
    let mut tx = state.store.begin_write(caller.id()).await?;
    // A helper that moves the clock may have a key itself, and it moves no request that is under way.
    let now = state.real_now();
    let kept = idempotency::claim(&mut tx, &claim, now).await?;
    tx.commit().await?;
    if let Some(kept) = kept {
        if !state.keyring.is_fingerprint(&kept.fingerprint, &asked) {
            return Err(reused());
        }
        return again(state, kept, now);
    }

    // In a task of its own: a caller who hangs up must not leave the key claimed for nothing.
    let state = state.clone();
    let request = Request::from_parts(parts, Body::from(body));
    let work = async move { carry_out(&state, &id, request, next).await };
    tokio::spawn(work.in_current_span()).await.map_err(Failure::internal)?
}

/// The parameters of a body by name, so that a repeated request may have them in another order; those of one name
/// stay in theirs.
fn in_order(body: &[u8]) -> Vec<u8> {
    let mut pairs: Vec<_> = url::form_urlencoded::parse(body).collect();
    pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish().into_bytes()
}

/// A handler that panics is answered below this ([`crate::api::router`]), so the key is never left
/// claimed by one.
async fn carry_out(state: &AppState, id: &str, request: Request, next: Next) -> Answer<Response> {
    let pool = state.store.pool();
    let (response, begun) = execution::observed(next.run(request)).await;
    if !begun && response.extensions().get::<BeforeExecution>().is_some() {
        idempotency::release(pool, id).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(Failure::internal)?;
    let sealed = state.keyring.seal(body_at(id), &String::from_utf8_lossy(&body));
    keep(pool, id, parts.status.as_u16(), &sealed).await;
    Ok(settled(Response::from_parts(parts, Body::from(body))))
}

/// The request was carried out, so whoever sent it is told what it came to, whether or not that can be
/// kept: an error here would make them send it again.
async fn keep(pool: &AnyPool, id: &str, status: u16, sealed: &str) {
    for pause in PAUSES {
        tokio::time::sleep(pause).await;
        match idempotency::keep(pool, id, status, sealed).await {
            Ok(()) => return,
            Err(error) => tracing::error!(%error, key = id, "an answer could not be kept"),
        }
    }
}

/// What was answered before.
fn again(state: &AppState, kept: Kept, now: i64) -> Answer<Response> {
    if kept.is_cut_off(now) {
        return Ok(settled(cut_off().into_response()));
    }
    let (Some(status), Some(sealed)) = (kept.status, kept.body) else {
        let message = "A request with this Idempotency-Key is still under way. Try again shortly.";
        let error = ApiError::new(ErrorType::IdempotencyError, "idempotency_key_in_use", message);
        return Err(Failure::new(StatusCode::CONFLICT, error));
    };
    let body = state.keyring.open(body_at(&kept.id), &sealed).map_err(Failure::internal)?;
    let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = (CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let mut response = settled((status, [kind], body).into_response());
    response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    Ok(response)
}

/// A refusal or failure that is kept is the answer for a day: sending it again would change nothing.
fn settled(mut response: Response) -> Response {
    if response.status().as_u16() >= 400 {
        response.headers_mut().insert(SHOULD_RETRY, HeaderValue::from_static("false"));
    }
    response
}

fn cut_off() -> Failure {
    let message = "The server stopped while it carried out the request with this Idempotency-Key, so it may or \
                   may not have been done. Look whether it was; if not, use a new key.";
    let error = ApiError::new(ErrorType::ApiError, "idempotency_key_cut_off", message);
    Failure::new(StatusCode::INTERNAL_SERVER_ERROR, error)
}

fn reused() -> Failure {
    let message = "This Idempotency-Key was used for a request with other parameters. Use a new key.";
    let error = ApiError::new(ErrorType::IdempotencyError, "idempotency_key_reused", message);
    Failure::new(StatusCode::BAD_REQUEST, error)
}
