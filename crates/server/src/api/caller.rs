//! Who calls the merchant API: a secret key, as Basic user name or Bearer token.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, StatusCode, header::AUTHORIZATION, request::Parts},
};
use data_encoding::BASE64;
use linkspan_wire::{ApiError, ErrorType};

use crate::{
    AppState, Failure,
    failure::Answer,
    request_id::RequestId,
    store::{
        events::Cause,
        merchants::{self, KeyKind, Merchant},
    },
};

/// The merchant whose secret key came with the request.
pub struct Caller {
    /// The merchant.
    pub merchant: Merchant,
    /// What events of this request name as their cause.
    pub cause: Cause,
}

impl Caller {
    /// `acct_…`
    pub fn id(&self) -> &str {
        &self.merchant.id
    }
}

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    AppState: FromRef<S>,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let app = AppState::from_ref(state);
        let merchant = merchant(&app, &parts.headers).await?;
        let RequestId(request) = RequestId::from_request_parts(parts, state).await?;
        let idempotency_key =
            parts.headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
        Ok(Self { merchant, cause: Cause { request: Some(request), idempotency_key } })
    }
}

/// The merchant whose secret key is in the `Authorization` header.
pub async fn merchant(state: &AppState, headers: &HeaderMap) -> Answer<Merchant> {
    let key = key(headers)?;
    if key.starts_with("pk_") {
        let message = "This API call cannot be made with a publishable API key. Use a secret API key.";
        let error = ApiError::new(ErrorType::InvalidRequestError, "secret_key_required", message);
        return Err(Failure::new(StatusCode::FORBIDDEN, error));
    }
    let found = merchants::find_by_key(state.store.pool(), KeyKind::Secret, &key).await?;
    found.ok_or_else(|| unauthorized("Invalid API Key provided."))
}

/// The key itself. Basic carries it as the user name, with an empty password.
fn key(headers: &HeaderMap) -> Answer<String> {
    let missing = || {
        unauthorized(
            "You did not provide an API key. Provide it in the Authorization header: \
             'Authorization: Bearer YOUR_SECRET_KEY', or as the user name of Basic auth.",
        )
    };
    let text = headers.get(AUTHORIZATION).ok_or_else(missing)?;
    let malformed = || unauthorized("The Authorization header is neither Bearer nor Basic with an API key.");
    let text = text.to_str().map_err(|_| malformed())?;
    let (scheme, credentials) = text.trim().split_once(' ').ok_or_else(malformed)?;
    let credentials = credentials.trim();
    let key = if scheme.eq_ignore_ascii_case("bearer") {
        credentials.to_owned()
    } else if scheme.eq_ignore_ascii_case("basic") {
        let pair = BASE64.decode(credentials.as_bytes()).map_err(|_| malformed())?;
        let pair = String::from_utf8(pair).map_err(|_| malformed())?;
        pair.split_once(':').map_or(pair.as_str(), |(user, _)| user).to_owned()
    } else {
        return Err(malformed());
    };
    if key.is_empty() { Err(missing()) } else { Ok(key) }
}

fn unauthorized(message: &str) -> Failure {
    let error = ApiError {
        kind: ErrorType::InvalidRequestError,
        code: None,
        message: Some(message.into()),
        param: None,
        extra_fields: None,
    };
    Failure::new(StatusCode::UNAUTHORIZED, error)
}
