//! The way back to the client (RFC 6749 4.1.2, RFC 9207).

use axum::response::{IntoResponse, Redirect, Response};
use linkspan_directory::Record;
use url::form_urlencoded::Serializer;

use crate::bank::Bank;

/// Back with a code.
pub(super) fn code(bank: &Bank, record: &Record, code: &str, state: &str) -> Response {
    back(bank, record, ("code", code), Some(state))
}

/// Back with an error of RFC 6749, 4.1.2.1.
pub(super) fn error(bank: &Bank, record: &Record, error: &str, state: Option<&str>) -> Response {
    back(bank, record, ("error", error), state)
}

/// 303, so that the form's fields are not sent along.
fn back(bank: &Bank, record: &Record, what: (&str, &str), state: Option<&str>) -> Response {
    let mut query = Serializer::new(String::new());
    query.append_pair(what.0, what.1);
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    query.append_pair("iss", &bank.issuer(record));
    let address = bank.redirect_uri();
    let joint = if address.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{address}{joint}{}", query.finish())).into_response()
}
