//! The languages of the bank's pages. The sentences come from `locales/*.json` (see `build.rs`).

use serde::{Deserialize, Serialize};

/// A language of the bank's pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Locale {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Locale {
    /// The first known language of `ui_locales`: BCP 47 tags with spaces between them, best first.
    pub(crate) fn of(ui_locales: &str) -> Self {
        ui_locales.split_whitespace().find_map(Self::of_tag).unwrap_or_default()
    }

    fn of_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or(tag);
        [Self::En, Self::Fr].into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }

    /// For the `lang` attribute.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/sentences.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_language_is_taken() {
        assert_eq!(Locale::of("fr-CA en"), Locale::Fr);
        assert_eq!(Locale::of("de FR"), Locale::Fr);
        assert_eq!(Locale::of("en_GB fr"), Locale::En);
        assert_eq!(Locale::of("frr"), Locale::En);
        assert_eq!(Locale::of(""), Locale::En);
    }

    #[test]
    fn sentences_take_their_names() {
        assert_eq!(Locale::En.sign_in_title("Northline"), "Sign in to Northline");
        assert_eq!(Locale::Fr.sign_in_title("Northline"), "Connectez-vous à Northline");
    }
}
