//! The languages of the bank's pages, made of `locales/*.json`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

include!(concat!(env!("OUT_DIR"), "/locale.rs"));

impl Default for Locale {
    fn default() -> Self {
        Self::ALL[0]
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.tag().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|tag| Self::of(&tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_language_is_taken() {
        assert_eq!(Locale::of("fr-CA en"), Locale::Fr);
        assert_eq!(Locale::of("de, FR;q=0.5"), Locale::Fr);
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
