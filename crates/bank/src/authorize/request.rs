//! Reads an authorization request (RFC 6749 4.1.1, RFC 7636 4.3).

use linkspan_directory::Record;

use super::{data::DataGroup, window::Window};
use crate::{
    bank::{Bank, CLIENT_ID},
    locale::Locale,
};

/// Characters of a `state` that are given back.
const LONGEST_STATE: usize = 1024;
/// Letters of a merchant's name that are shown.
const LONGEST_MERCHANT: usize = 80;
/// SHA-256 in base64url without padding.
const CHALLENGE_LENGTH: usize = 43;

/// Why a request is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Who asks, or where to go back to, is not right: the person is told, and not sent there.
    Client(&'static str),
    /// Anything else: the client is told at its redirect address.
    Request {
        /// Of RFC 6749, 4.1.2.1.
        error: &'static str,
        state: Option<String>,
    },
}

/// The query's parameters.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// The language that the pages are in.
pub(super) fn locale(pairs: &[(String, String)]) -> Locale {
    Locale::of(one(pairs, "ui_locales").ok().flatten().unwrap_or_default())
}

/// Checks the request.
pub(super) fn read(bank: &Bank, record: &Record, pairs: &[(String, String)]) -> Result<Window, Wrong> {
    if one(pairs, "client_id") != Ok(Some(CLIENT_ID)) {
        return Err(Wrong::Client("client_id"));
    }
    if one(pairs, "redirect_uri") != Ok(Some(bank.redirect_uri())) {
        return Err(Wrong::Client("redirect_uri"));
    }
    let state = one(pairs, "state").ok().flatten().filter(|state| state.len() <= LONGEST_STATE);
    let wrong = |error| Wrong::Request { error, state: state.map(ToOwned::to_owned) };
    let parameter = |name| one(pairs, name).map_err(|Twice| wrong("invalid_request"));
    match parameter("response_type")? {
        Some("code") => {}
        Some(_) => return Err(wrong("unsupported_response_type")),
        None => return Err(wrong("invalid_request")),
    }
    let Some(state) = state else { return Err(wrong("invalid_request")) };
    let challenge = parameter("code_challenge")?.filter(|challenge| is_challenge(challenge));
    let (Some(challenge), Some("S256")) = (challenge, parameter("code_challenge_method")?) else {
        return Err(wrong("invalid_request"));
    };
    let merchant = clean(parameter("merchant")?.unwrap_or_default());
    Ok(Window {
        institution: record.id.clone(),
        state: state.to_owned(),
        challenge: challenge.to_owned(),
        merchant: if merchant.is_empty() { "Linkspan".to_owned() } else { merchant },
        data: DataGroup::of_scope(parameter("scope")?.unwrap_or_default()),
        locale: locale(pairs),
        user: None,
    })
}

/// A parameter is there twice, so it says nothing.
#[derive(Debug, PartialEq, Eq)]
struct Twice;

fn one<'a>(pairs: &'a [(String, String)], name: &str) -> Result<Option<&'a str>, Twice> {
    let mut values = pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let first = values.next();
    if values.next().is_some() { Err(Twice) } else { Ok(first) }
}

fn is_challenge(challenge: &str) -> bool {
    challenge.len() == CHALLENGE_LENGTH
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// A name without what could rearrange the sentence around it: control and direction marks.
fn clean(name: &str) -> String {
    let marks = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let name: String = name.chars().filter(|letter| !marks(*letter)).take(LONGEST_MERCHANT).collect();
    name.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned_of_marks() {
        assert_eq!(clean(" Harbour\u{202e} Books\n"), "Harbour Books");
        assert_eq!(clean(&"x".repeat(500)).len(), LONGEST_MERCHANT);
    }

    #[test]
    fn a_parameter_counts_only_once() {
        let pairs = pairs("a=1&b=2&b=3");
        assert_eq!(one(&pairs, "a"), Ok(Some("1")));
        assert_eq!(one(&pairs, "b"), Err(Twice));
        assert_eq!(one(&pairs, "c"), Ok(None));
    }
}
