//! Which of the locales a person reads.

pub use crate::i18n::Locale;

/// The locale for a BCP 47 tag, English where there is none. `auto` is the browser's language.
pub fn for_tag(tag: &str) -> Locale {
    let browser = web_sys::window().and_then(|window| window.navigator().language());
    let tag = if tag.is_empty() || tag == "auto" { browser.unwrap_or_default() } else { tag.to_owned() };
    match tag.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "fr" => Locale::fr,
        _ => Locale::en,
    }
}

/// The tag of a locale, for `lang` and for `Intl`.
pub const fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::en => "en",
        Locale::fr => "fr",
    }
}
