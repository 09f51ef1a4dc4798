//! `Stripe-Version`: which version of the API a caller was written for.

use axum::http::{HeaderMap, HeaderName};
use linkspan_wire::event::API_VERSION;

use crate::{Failure, failure::Answer};

/// Sent by callers, and with every answer.
pub const HEADER: HeaderName = HeaderName::from_static("stripe-version");
/// The first version whose parameters and objects are those of this server.
pub const FIRST: &str = "2026-09-30.endive";

/// Which versions those are, without preview features: from [`FIRST`] on.
pub const PATTERN: &str = concat!(
    r"^(2026-(09-30|1[0-2]-(0[1-9]|[12][0-9]|3[01]))",
    r"|(20(2[7-9]|[3-9][0-9])|2[1-9][0-9]{2}|[3-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))\.[a-z]+$"
);

/// Whether this server speaks a version: every one from [`FIRST`] on.
pub fn is_spoken(version: &str) -> bool {
    date(version).is_some_and(is_spoken_at)
}

fn is_spoken_at(date: &str) -> bool {
    FIRST.starts_with(date) || date > FIRST
}

/// Takes every version from [`FIRST`] on, also with preview features behind it; they change nothing
/// here. Without the header it is the current one.
pub fn check(headers: &HeaderMap) -> Answer<()> {
    let Some(value) = headers.get(HEADER) else { return Ok(()) };
    match value.to_str().ok().and_then(date) {
        Some(date) if is_spoken_at(date) => Ok(()),
        Some(_) => Err(refused(&format!("is older than {FIRST}, the first version that this server speaks"))),
        None => Err(refused(&format!("is not a version such as {API_VERSION}"))),
    }
}

/// The date of `date.train`, with any `; feature=value` behind it.
fn date(text: &str) -> Option<&str> {
    let mut parts = text.split(';').map(str::trim);
    let (date, train) = parts.next()?.split_once('.')?;
    let word = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    let feature = |text: &str| text.split_once('=').is_some_and(|(name, value)| word(name) && word(value));
    let two_digits = |from: usize, most: u8| {
        let number = date.get(from..from + 2).and_then(|digits| digits.parse::<u8>().ok());
        number.is_some_and(|number| (1..=most).contains(&number))
    };
    let shaped = date.len() == "2026-09-30".len()
        && date
            .bytes()
            .enumerate()
            .all(|(place, b)| if matches!(place, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let dated = shaped && two_digits(5, 12) && two_digits(8, 31);
    let named = !train.is_empty() && train.bytes().all(|b| b.is_ascii_lowercase());
    (dated && named && parts.all(feature)).then_some(date)
}

fn refused(why: &str) -> Failure {
    Failure::bad_request("api_version_invalid", format!("The Stripe-Version header {why}."))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn checked(version: &'static str) -> Answer<()> {
        check(&HeaderMap::from_iter([(HEADER, HeaderValue::from_static(version))]))
    }

    #[test]
    fn versions_from_the_first_on_are_taken() {
        assert!(check(&HeaderMap::new()).is_ok());
        for good in [
            FIRST,
            API_VERSION,
            "2026-09-30.preview",
            "2027-02-24.fennel",
            "2026-10-28.endive; feature_beta=v3",
            "2026-10-28.endive;feature_beta=v3; other_beta=v1",
        ] {
            assert!(checked(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn others_are_refused_by_the_name_of_the_header() {
        let text = |version| checked(version).expect_err(version).error.message.expect("a message");
        for old in ["2026-09-29.endive", "2025-11-17.clover", "2024-09-30.acacia"] {
            assert!(text(old).contains("Stripe-Version header is older"), "{old}");
        }
        for malformed in [
            "",
            "2026-10-28",
            "2026-13-28.endive",
            "2026-10-32.endive",
            "2026-1-28.endive",
            "20261028..endive",
            "2026-10-28.",
            "2026-10-28.endive; beta",
            "2026-10-28.endive; =v1",
            "latest",
            "+026-10-28.endive",
        ] {
            assert!(text(malformed).contains("Stripe-Version header is not"), "{malformed}");
        }
    }
}
