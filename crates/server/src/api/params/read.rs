//! Where parameters are: in the body of a POST, in the query of anything else.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, FromRequestParts, Request},
    http::{Method, StatusCode, header::CONTENT_TYPE, request::Parts},
};
use linkspan_wire::{ApiError, ErrorType};

use super::{Params, Schema};
use crate::{
    Failure,
    api::{Caller, caller::NoGate, expand::Expandable},
    failure::Answer,
};

/// Longest body. Full metadata in a script with three bytes a letter fits.
pub const LONGEST_BODY: usize = 256 * 1024;

/// The undecoded parameters of a request.
pub struct RawParams {
    text: Bytes,
    posted: bool,
    caller: Caller,
    expandable: Arc<Expandable>,
}

impl RawParams {
    /// Decodes them by what the endpoint declares.
    ///
    /// # Errors
    /// See [`Schema::read`] and [`Expandable::check`].
    pub fn read(&self, schema: Schema) -> Answer<Params> {
        let pairs: Vec<_> = url::form_urlencoded::parse(&self.text).collect();
        // What is no text comes out of decoding as this sign; it may also have been sent.
        let no_text = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
        let broken = pairs.iter().find(|(name, value)| no_text(name) || no_text(value));
        if let Some((name, _)) = broken.filter(|_| !self.is_utf8()) {
            return Err(Failure::invalid_param(name, format!("Invalid string: '{name}' must be UTF-8.")));
        }
        let pairs = pairs.into_iter().map(|(name, value)| (name, value.into_owned()));
        let params = Params { posted: self.posted, ..schema.read(pairs)? };
        self.expandable.check(&self.caller, &params)?;
        Ok(params)
    }

    fn is_utf8(&self) -> bool {
        percent_encoding::percent_decode(&self.text).decode_utf8().is_ok()
    }
}

impl<S: Send + Sync> FromRequest<S> for RawParams {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, state).await?;
        let expandable = parts.extensions.remove().ok_or_else(|| Failure::internal(NoGate))?;
        let posted = parts.method == Method::POST;
        let text = if posted {
            form(&parts, body).await?
        } else {
            Bytes::copy_from_slice(parts.uri.query().unwrap_or_default().as_bytes())
        };
        Ok(Self { text, posted, caller, expandable })
    }
}

/// The body of a POST.
async fn form(parts: &Parts, body: Body) -> Answer<Bytes> {
    if parts.uri.query().is_some_and(|query| !query.is_empty()) {
        let message = "Send the parameters of a POST in its body, not in its address.";
        return Err(Failure::bad_request("parameters_in_url", message).before_execution());
    }
    let form = parts.headers.get(CONTENT_TYPE).is_none_or(|kind| {
        kind.to_str().is_ok_and(|kind| {
            kind.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
        })
    });
    let body = to_bytes(body, LONGEST_BODY).await.map_err(|_| too_large())?;
    if !form && !body.is_empty() {
        let message = "Send parameters form-encoded, with Content-Type: application/x-www-form-urlencoded.";
        return Err(Failure::bad_request("content_type_invalid", message).before_execution());
    }
    Ok(body)
}

/// 413, naming the limit.
pub fn too_large() -> Failure {
    let message = format!("The body is cut off or longer than {LONGEST_BODY} bytes.");
    let error = ApiError::new(ErrorType::InvalidRequestError, "request_too_large", message);
    Failure::new(StatusCode::PAYLOAD_TOO_LARGE, error).before_execution()
}
