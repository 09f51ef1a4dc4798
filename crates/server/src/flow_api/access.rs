//! Which session a request is for, and whether it may.

use axum::http::{HeaderMap, StatusCode, header};
use cookie::Cookie;
use ctutils::CtEq;
use linkspan_wire::{ApiError, ErrorType, error::code, link::SessionKey, session::SessionStatus};

use super::page::Page;
use crate::{
    AppState, Failure,
    failure::Answer,
    ids,
    state::Origins,
    store::{
        api_keys,
        merchants::{self, Merchant},
        sessions::{self, SessionRow},
    },
};

/// A session and the merchant that made it.
pub(super) struct Opened {
    pub session: SessionRow,
    pub merchant: Merchant,
    /// By a page of the flow of its own, and not by the secret that the merchant's page has.
    pub by_page: bool,
}

/// The session that the request may act on: one that is still open.
pub(super) async fn open(state: &AppState, headers: &HeaderMap, key: &SessionKey) -> Answer<Opened> {
    let opened = find(state, headers, key).await?;
    let (session, now) = (&opened.session, state.now());
    if session.expired_at(now) {
        return Err(expired());
    }
    if session.stored_status() != SessionStatus::Pending {
        return Err(Failure::bad_request(
            code::SESSION_COMPLETED,
            "This session has been completed; its client secret opens nothing any more.",
        )
        .with_param("client_secret"));
    }
    Ok(opened)
}

/// 400: the session's time is over.
pub(super) fn expired() -> Failure {
    Failure::bad_request(code::SESSION_EXPIRED, "This session has expired. Create a new one.")
        .with_param("client_secret")
}

/// The session that the request names, ended ones included. Whatever does not fit together looks
/// the same: no such session.
pub(super) async fn find(state: &AppState, headers: &HeaderMap, key: &SessionKey) -> Answer<Opened> {
    let pool = state.store.pool();
    let (session, merchant) = match (&key.publishable_key, &key.client_secret) {
        (Some(publishable_key), Some(secret)) => {
            let merchant = api_keys::merchant_of_page(pool, publishable_key, state.now()).await?;
            let merchant = merchant.ok_or_else(missing)?;
            let hash = ids::sha256_hex(secret.expose());
            let session = sessions::find_by_client_secret(pool, &merchant.id, secret.expose()).await?;
            let session =
                session.filter(|row| bool::from(row.client_secret_hash.as_bytes().ct_eq(hash.as_bytes())));
            (session.ok_or_else(missing)?, merchant)
        }
        (Some(_), None) => return Err(Failure::missing_param("client_secret")),
        (None, Some(_)) => return Err(Failure::missing_param("publishable_key")),
        (None, None) => {
            let handle = page_handle(headers, &state.origins, key)?;
            let session = sessions::find_by_page_handle(pool, &handle).await?.ok_or_else(missing)?;
            let merchant = merchants::find(pool, &session.merchant).await?.ok_or_else(missing)?;
            (session, merchant)
        }
    };
    let by_page = key.publishable_key.is_none();
    Ok(Opened { session, merchant, by_page })
}

fn missing() -> Failure {
    let error = ApiError::new(
        ErrorType::InvalidRequestError,
        code::RESOURCE_MISSING,
        "No such session for this publishable key and client secret.",
    );
    Failure::new(StatusCode::NOT_FOUND, error.with_param("client_secret"))
}

/// The handle in the cookie of the full page that the request is of. A browser sends the cookie along
/// whoever asks, so only the flow's own pages may.
fn page_handle(headers: &HeaderMap, origins: &Origins, key: &SessionKey) -> Answer<String> {
    let page = key.page.as_deref().and_then(Page::named);
    let handle = page.and_then(|page| cookie(headers, &page.cookie(origins)));
    let handle = handle.ok_or_else(|| Failure::missing_param("client_secret"))?;
    let is = |name: header::HeaderName, value: &str| {
        headers.get(name).is_some_and(|sent| sent.as_bytes() == value.as_bytes())
    };
    let own = is(header::HeaderName::from_static("sec-fetch-site"), "same-origin")
        || is(header::ORIGIN, &origins.flow);
    if !own {
        let error = ApiError::new(
            ErrorType::InvalidRequestError,
            "origin_not_allowed",
            "Only pages of the flow's own origin may use the session's cookie.",
        );
        return Err(Failure::new(StatusCode::FORBIDDEN, error));
    }
    Ok(handle)
}

/// The value of a cookie, when the request has just one of that name.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(Cookie::split_parse)
        .flatten()
        .filter(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned());
    let value = values.next()?;
    // A second one was put there by somebody else, perhaps from a neighbouring host.
    values.next().is_none().then_some(value)
}
