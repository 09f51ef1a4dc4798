//! What is logged, as `RUST_LOG` says it.

use std::ffi::OsStr;

use tracing_subscriber::{EnvFilter, filter::ParseError};

/// The variable.
pub const VARIABLE: &str = "RUST_LOG";
/// Leaves out statements and their values.
const DEFAULT: &str = "info,sqlx=warn,tantivy=warn";
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
/// A word that is so few letters away from a level is a misspelled one.
const ALIKE: usize = 1;

/// Why the variable is refused.
#[derive(Debug, thiserror::Error)]
pub enum LogFilterError {
    /// Not text.
    #[error("{VARIABLE}: it is not UTF-8")]
    NoText,
    /// No directives.
    #[error("{VARIABLE}: {0}")]
    Malformed(#[from] ParseError),
    /// It would be taken for the name of a crate, and nothing would be logged.
    #[error("{VARIABLE}: {word} is no level; did you mean {level}?")]
    NoLevel {
        /// What was written.
        word: String,
        /// What may be meant.
        level: &'static str,
    },
}

/// The filter that the variable describes, or the default one.
///
/// # Errors
/// [`LogFilterError`] when it makes no sense.
pub fn read(value: Option<&OsStr>) -> Result<EnvFilter, LogFilterError> {
    let text = value.unwrap_or_default().to_str().ok_or(LogFilterError::NoText)?;
    if text.trim().is_empty() {
        return Ok(EnvFilter::builder().parse(DEFAULT)?);
    }
    for word in text.split(',').map(str::trim) {
        let known = LEVELS.iter().any(|level| word.eq_ignore_ascii_case(level));
        let alike =
            LEVELS.into_iter().find(|level| strsim::osa_distance(&word.to_lowercase(), level) <= ALIKE);
        if let (false, Some(level)) = (known, alike) {
            return Err(LogFilterError::NoLevel { word: word.to_owned(), level });
        }
    }
    Ok(EnvFilter::builder().parse(text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_taken() {
        for good in [
            "",
            "info",
            "WARN",
            "linkspan_server=debug",
            "info,sqlx=warn",
            "linkspan_server",
            "tracing",
            "off",
        ] {
            assert!(read(Some(OsStr::new(good))).is_ok(), "{good}");
        }
        assert!(read(None).is_ok());
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        for bad in ["info,sqlx=loud", "linkspan_server=debug=trace", "inof", "debg", "info,wran"] {
            let refused = read(Some(OsStr::new(bad))).expect_err(bad).to_string();
            assert!(refused.starts_with("RUST_LOG: "), "{refused}");
        }
    }
}
