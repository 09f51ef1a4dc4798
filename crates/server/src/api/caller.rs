//! Who calls the merchant API: a secret or restricted key, as Basic user name or Bearer token.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, StatusCode, header::AUTHORIZATION, request::Parts},
};
use data_encoding::BASE64;
use linkspan_wire::{ApiError, ErrorType};

use crate::{
    AppState, Failure,
    failure::Answer,
    permissions::{Access, Permission},
    request_id::RequestId,
    store::{
        api_keys::{self, ApiKey, KeyKind, KeyOfMerchant},
        events::Cause,
        merchants::Merchant,
    },
};

/// The key that came with the request, and whose it is. Looked up once, at the gate.
#[derive(Clone)]
pub struct Caller {
    /// What events of this request name as their cause.
    pub cause: Cause,
    found: Arc<KeyOfMerchant>,
}

impl Caller {
    /// Looks up the key in the `Authorization` header.
    pub(super) async fn identify(
        state: &AppState,
        headers: &HeaderMap,
        request: Option<&RequestId>,
    ) -> Answer<Self> {
        let key = key(headers)?;
        if key.starts_with("pk_") {
            let message = "This API call cannot be made with a publishable API key. Use a secret API key.";
            let error = ApiError::new(ErrorType::InvalidRequestError, "secret_key_required", message);
            return Err(Failure::new(StatusCode::FORBIDDEN, error));
        }
        let found = api_keys::find_by_key(state.store.pool(), &key).await?;
        let found = found.filter(|found| found.key.kind != KeyKind::Publishable);
        let found = found.ok_or_else(|| unauthorized(None, "Invalid API Key provided."))?;
        if found.key.expired_at(state.now()) {
            let message = "Expired API Key provided: it was revoked or replaced by another.";
            return Err(unauthorized(Some("api_key_expired"), message));
        }
        let cause = Cause {
            request: request.map(|RequestId(id)| id.clone()),
            idempotency_key: headers
                .get("idempotency-key")
                .and_then(|key| key.to_str().ok())
                .map(str::to_owned),
        };
        Ok(Self { cause, found: Arc::new(found) })
    }

    /// `acct_…`
    pub fn id(&self) -> &str {
        &self.merchant().id
    }

    /// Whose key it is.
    pub fn merchant(&self) -> &Merchant {
        &self.found.merchant
    }

    /// The key.
    pub fn key(&self) -> &ApiKey {
        &self.found.key
    }

    /// Refuses a restricted key that lacks this permission, and names it.
    pub fn require(&self, resource: &str, access: Access) -> Answer<()> {
        let key = self.key();
        if key.kind != KeyKind::Restricted || key.permissions.allow(resource, access) {
            return Ok(());
        }
        let lacking = Permission { resource: resource.to_owned(), access };
        let message = format!(
            "The provided restricted key does not have the required permissions for this request. Having the \
             '{lacking}' permission would allow it to continue."
        );
        let error = ApiError::new(ErrorType::InvalidRequestError, "more_permissions_required", message);
        Err(Failure::new(StatusCode::FORBIDDEN, error))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Failure::internal(NoGate))
    }
}

/// A handler that asks for its caller stands outside of the gate.
#[derive(Debug, thiserror::Error)]
#[error("a route of the merchant API has no gate")]
pub(super) struct NoGate;

/// The key itself. Basic carries it as the user name, with an empty password.
fn key(headers: &HeaderMap) -> Answer<String> {
    let missing = || {
        unauthorized(
            None,
            "You did not provide an API key. Provide it in the Authorization header: \
             'Authorization: Bearer YOUR_SECRET_KEY', or as the user name of Basic auth.",
        )
    };
    let text = headers.get(AUTHORIZATION).ok_or_else(missing)?;
    let malformed =
        || unauthorized(None, "The Authorization header is neither Bearer nor Basic with an API key.");
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

fn unauthorized(code: Option<&str>, message: &str) -> Failure {
    let error = ApiError {
        kind: ErrorType::InvalidRequestError,
        code: code.map(str::to_owned),
        message: Some(message.into()),
        param: None,
        extra_fields: None,
    };
    Failure::new(StatusCode::UNAUTHORIZED, error)
}
