//! What can go wrong at the bank, and how a client is told.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::protocol::Unavailable;

/// What can go wrong at the bank. None of it holds anything that a person typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BankError {
    /// No bank has this id.
    #[error("there is no such institution")]
    UnknownInstitution,
    /// The bank is closed or does not answer.
    #[error("the bank cannot serve now")]
    Unavailable {
        /// Unix seconds at which it should be back.
        back_at: Option<i64>,
    },
    /// The bank is broken on purpose.
    #[error("the bank is broken")]
    Broken,
    /// A field is missing, too long or of another type.
    #[error("`{0}` is missing or not as it should be")]
    Field(&'static str),
    /// The token endpoint refuses (RFC 6749, 5.2).
    #[error("{0}")]
    OAuth(&'static str),
    /// No valid access token.
    #[error("the access token is missing, wrong or past its end")]
    Unauthorized,
    /// The token does not open this account.
    #[error("the token opens no such account")]
    UnknownAccount,
    /// The bank lets nobody read this account any more.
    #[error("the account cannot be read any more")]
    InactiveAccount,
    /// The bank has no such data of this account.
    #[error("the bank has no such data")]
    NoData,
    /// The sign-in is over, or never was.
    #[error("the sign-in is gone")]
    LoginGone,
    /// The bank has too much under way.
    #[error("too much is under way")]
    Busy,
    /// The machine has no randomness or no memory.
    #[error("internal failure")]
    Internal,
}

impl IntoResponse for BankError {
    fn into_response(self) -> Response {
        let said = |code: &str| Json(json!({ "error": code, "error_description": self.to_string() }));
        match self {
            Self::UnknownInstitution => (StatusCode::NOT_FOUND, said("unknown_institution")).into_response(),
            Self::Unavailable { back_at } => {
                (StatusCode::SERVICE_UNAVAILABLE, Json(Unavailable { expected_back_at: back_at }))
                    .into_response()
            }
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, Json(Unavailable { expected_back_at: None }))
                .into_response(),
            Self::Field(_) => (StatusCode::BAD_REQUEST, said("invalid_request")).into_response(),
            Self::OAuth(code) => (StatusCode::BAD_REQUEST, Json(json!({ "error": code }))).into_response(),
            Self::Unauthorized => {
                let how = [(header::WWW_AUTHENTICATE, r#"Bearer error="invalid_token""#)];
                (StatusCode::UNAUTHORIZED, how, said("invalid_token")).into_response()
            }
            Self::UnknownAccount => (StatusCode::NOT_FOUND, said("unknown_account")).into_response(),
            Self::InactiveAccount => (StatusCode::FORBIDDEN, said("inactive_account")).into_response(),
            Self::NoData => (StatusCode::UNPROCESSABLE_ENTITY, said("no_data")).into_response(),
            Self::LoginGone => (StatusCode::NOT_FOUND, said("login_gone")).into_response(),
            Self::Broken | Self::Internal => {
                (StatusCode::INTERNAL_SERVER_ERROR, said("server_error")).into_response()
            }
        }
    }
}
