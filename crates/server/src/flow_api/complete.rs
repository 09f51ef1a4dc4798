//! Ends the session.

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::{
    ApiError,
    link::{Complete, Completed},
    session::SessionStatus,
};

use super::{access, body::Body};
use crate::{
    AppState, Failure,
    failure::Answer,
    store::{completion, selections},
};

/// Longer than any code.
const LONGEST_CODE: usize = 100;

/// A repeat gives the same answer. After the session's time is over only what was chosen in time
/// counts: with accounts it ends as it would have, without any it has expired.
pub(super) async fn complete(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<Complete>,
) -> Answer<Json<Completed>> {
    let session = access::find(&state, &headers, &request.key).await?.session;
    let terminal_error = request.terminal_error.map(|error| {
        if error.code.is_empty() || error.code.len() > LONGEST_CODE || !error.code.bytes().all(is_code) {
            let message = "The code must be one of the documented error codes.";
            return Err(Failure::invalid_param("terminal_error[code]", message));
        }
        Ok(ApiError {
            kind: error.kind,
            code: Some(error.code),
            message: None,
            param: None,
            extra_fields: None,
        })
    });
    let terminal_error = terminal_error.transpose()?;
    if session.expired_at(state.now()) {
        let nothing = match session.stored_status() {
            SessionStatus::Pending => {
                selections::of_session(state.store.pool(), &session.id).await?.is_empty()
            }
            status => status != SessionStatus::Succeeded,
        };
        if nothing {
            return Err(access::expired());
        }
    }
    completion::complete(&state, &session, terminal_error.as_ref()).await.map(Json)
}

fn is_code(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
}
