//! `Idempotency-Key`: a POST that is sent again is answered again, not done again.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header::CONTENT_TYPE},
    middleware::Next,
    response::{IntoResponse, Response},
};
use linkspan_wire::{ApiError, ErrorType};

use super::{Caller, params::LONGEST_BODY};
use crate::{AppState, Failure, failure::Answer, ids, store::idempotency};

/// Longest key.
const LONGEST_KEY: usize = 255;

/// Answers a repeated POST with what the first one was answered. An answer is kept once the
/// request was carried out; a refused one (400 to 499) did nothing and may be corrected and sent
/// again under the same key.
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
    let merchant = caller.id();
    let key = key.to_str().ok().filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY);
    let key = key.ok_or_else(|| {
        Failure::bad_request(
            "idempotency_key_invalid",
            "An Idempotency-Key has 1 to 255 printable characters.",
        )
    })?;
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LONGEST_BODY).await.map_err(|_| super::params::too_large())?;
    let fingerprint = ids::sha256_hex_of(&[parts.uri.path().as_bytes(), b"\n", &body]);

    let mut tx = state.store.begin_write(merchant).await?;
    let kept = idempotency::claim(&mut tx, merchant, key, &fingerprint, state.now()).await?;
    tx.commit().await?;
    if let Some(kept) = kept {
        return again(kept, &fingerprint);
    }

    // In a task of its own: a caller who hangs up must not leave the key claimed for nothing.
    let state = state.clone();
    let (merchant, key) = (merchant.to_owned(), key.to_owned());
    let request = Request::from_parts(parts, Body::from(body));
    let work = tokio::spawn(async move { carry_out(&state, &merchant, &key, request, next).await });
    work.await.map_err(Failure::internal)?
}

async fn carry_out(
    state: &AppState,
    merchant: &str,
    key: &str,
    request: Request,
    next: Next,
) -> Answer<Response> {
    let pool = state.store.pool();
    let response = next.run(request).await;
    if response.status().is_client_error() {
        idempotency::release(pool, merchant, key).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(Failure::internal)?;
    let text = String::from_utf8_lossy(&body);
    idempotency::keep(pool, merchant, key, parts.status.as_u16(), &text).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn again(kept: idempotency::Kept, fingerprint: &str) -> Answer<Response> {
    if kept.fingerprint != fingerprint {
        let message = "This Idempotency-Key was used for a request with other parameters. Use a new key.";
        let error = ApiError::new(ErrorType::IdempotencyError, "idempotency_key_reused", message);
        return Err(Failure::new(StatusCode::BAD_REQUEST, error));
    }
    let (Some(status), Some(body)) = (kept.status, kept.body) else {
        let message = "A request with this Idempotency-Key is still under way. Try again shortly.";
        let error = ApiError::new(ErrorType::IdempotencyError, "idempotency_key_in_use", message);
        return Err(Failure::new(StatusCode::CONFLICT, error));
    };
    let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = (CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let mut response = (status, [kind], body).into_response();
    response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    Ok(response)
}
