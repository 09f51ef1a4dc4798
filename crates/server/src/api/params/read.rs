//! Where parameters are: in the body of a POST, in the query of anything else.

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::{Method, StatusCode, header::CONTENT_TYPE},
};
use linkspan_wire::{ApiError, ErrorType};

use super::{Params, Schema};
use crate::{Failure, api::expand, failure::Answer};

/// Longest body. Full metadata in a script with three bytes a letter fits.
pub const LONGEST_BODY: usize = 256 * 1024;

/// The undecoded parameters of a request.
pub struct RawParams(Bytes);

impl RawParams {
    /// Decodes them by what the endpoint declares.
    ///
    /// # Errors
    /// See [`Schema::read`]; and a path of `expand[]` that no answer has.
    pub fn read(&self, schema: Schema) -> Answer<Params> {
        let pairs = url::form_urlencoded::parse(&self.0).map(|(name, value)| (name, value.into_owned()));
        let params = schema.read(pairs)?;
        expand::check(&params)?;
        Ok(params)
    }
}

impl<S: Send + Sync> FromRequest<S> for RawParams {
    type Rejection = Failure;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Failure> {
        let query = request.uri().query().unwrap_or_default();
        if request.method() != Method::POST {
            return Ok(Self(Bytes::copy_from_slice(query.as_bytes())));
        }
        if !query.is_empty() {
            let message = "Send the parameters of a POST in its body, not in its address.";
            return Err(Failure::bad_request("parameters_in_url", message).before_execution());
        }
        let form = request.headers().get(CONTENT_TYPE).is_none_or(|kind| {
            kind.to_str().is_ok_and(|kind| {
                kind.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
            })
        });
        let body = to_bytes(request.into_body(), LONGEST_BODY).await.map_err(|_| too_large())?;
        if !form && !body.is_empty() {
            let message =
                "Send parameters form-encoded, with Content-Type: application/x-www-form-urlencoded.";
            return Err(Failure::bad_request("content_type_invalid", message).before_execution());
        }
        Ok(Self(body))
    }
}

/// 413, naming the limit.
pub fn too_large() -> Failure {
    let message = format!("The body is cut off or longer than {LONGEST_BODY} bytes.");
    let error = ApiError::new(ErrorType::InvalidRequestError, "request_too_large", message);
    Failure::new(StatusCode::PAYLOAD_TOO_LARGE, error).before_execution()
}
