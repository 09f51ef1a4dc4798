//! The language that the person reads.

use crate::{Failure, failure::Answer};

/// Longer than any tag in use.
const LONGEST: usize = 35;

/// Whether a text can be a BCP 47 tag. Which languages there are is for the reader to know.
pub(super) fn check(tag: &str) -> Answer<()> {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if tag.len() <= LONGEST && tag.split('-').all(part) {
        return Ok(());
    }
    Err(Failure::invalid_param("locale", "The locale must be a BCP 47 tag, such as en or fr-CA."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_pass_and_other_texts_do_not() {
        for good in ["en", "fr-CA", "zh-Hant-TW", "auto"] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in ["", "en_US", "en-", "../etc", "en\r\nX: y"] {
            assert_eq!(check(bad).expect_err(bad).error.param.as_deref(), Some("locale"));
        }
    }
}
