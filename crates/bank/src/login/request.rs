//! Reads the bodies of a sign-in.
//!
//! By hand, because a JSON library's own error repeats the value that it did not like, and that may be
//! a password.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{error::BankError, locale::Locale};

/// More fields than any step has.
const MOST_FIELDS: usize = 8;
/// Bytes of one answer.
const LONGEST_VALUE: usize = 1024;

/// [`LoginRequest`](crate::protocol::LoginRequest), as values by field, and the language.
pub(super) fn credentials(body: &[u8]) -> Result<(BTreeMap<String, String>, Locale), BankError> {
    let body = object(body)?;
    let username = text(&body, "username")?.to_owned();
    let password = text(&body, "password")?.to_owned();
    let locale = Locale::of(body.get("ui_locales").and_then(short).unwrap_or_default());
    Ok((BTreeMap::from([("username".to_owned(), username), ("password".to_owned(), password)]), locale))
}

/// [`StepRequest`](crate::protocol::StepRequest).
pub(super) fn step(body: &[u8]) -> Result<(String, BTreeMap<String, String>), BankError> {
    let body = object(body)?;
    let Some(login) = body.get("login").and_then(Value::as_str) else {
        return Err(BankError::Field("login"));
    };
    let Some(Value::Object(values)) = body.get("values") else { return Err(BankError::Field("values")) };
    if values.len() > MOST_FIELDS {
        return Err(BankError::Field("values"));
    }
    let values: Option<BTreeMap<String, String>> =
        values.iter().map(|(name, value)| Some((name.clone(), short(value)?.to_owned()))).collect();
    Ok((login.to_owned(), values.ok_or(BankError::Field("values"))?))
}

fn object(body: &[u8]) -> Result<Map<String, Value>, BankError> {
    serde_json::from_slice(body).map_err(|_| BankError::Field("body"))
}

fn text<'a>(body: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, BankError> {
    body.get(name).and_then(short).ok_or(BankError::Field(name))
}

fn short(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| text.len() <= LONGEST_VALUE)
}
