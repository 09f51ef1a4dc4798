//! The token of the account that a session linked, for `collectBankAccountToken`.

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::{error::code, link::Plain, token::Token};

use super::{access, body::Body};
use crate::{
    AppState, Failure,
    failure::Answer,
    payments::{self, NumbersError, TokenError},
};

/// Of a session that has ended with one account. A repeat gives the same token.
pub(super) async fn token(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<Plain>,
) -> Answer<Json<Token>> {
    let session = access::find(&state, &headers, &request.key).await?.session;
    payments::token_of(&state, &session).await.map(Json).map_err(refused)
}

fn refused(error: TokenError) -> Failure {
    match error {
        TokenError::NotAllowed => Failure::bad_request(
            code::STEP_NOT_ALLOWED,
            "A bank account token needs a session with account_holder[type]=account and \
             permissions[]=payment_method that has ended with one account.",
        ),
        TokenError::Numbers(NumbersError::Database(error)) => error.into(),
        TokenError::Numbers(error) => {
            tracing::info!(%error, "no bank account token");
            Failure::bad_request(
                code::ACCOUNT_NUMBERS_UNAVAILABLE,
                "The bank gives no numbers of this account that payouts could go to.",
            )
        }
    }
}
