//! The words of the flow, as the build ships them.

use linkspan::words::{Locale, isolated};
use wasm_bindgen_test::wasm_bindgen_test;

/// The file of the English words.
pub const ENGLISH: &str = include_str!(concat!(env!("OUT_DIR"), "/words.en.txt"));
/// The file of the French words.
pub const FRENCH: &str = include_str!(concat!(env!("OUT_DIR"), "/words.fr.txt"));

pub fn english() -> Locale {
    Locale::read(ENGLISH.to_owned()).expect("they are of this build")
}

pub fn french() -> Locale {
    Locale::read(FRENCH.to_owned()).expect("they are of this build")
}

#[wasm_bindgen_test]
fn words_of_another_edition_are_refused() {
    assert_eq!(french().tag(), "fr");
    let (_, sentences) = ENGLISH.split_once('\n').expect("a first line");
    for first in ["", "en", "en 0123456789abcdef"] {
        assert!(Locale::read(format!("{first}\n{sentences}")).is_none(), "{first:?}");
    }
}

#[wasm_bindgen_test]
fn a_name_that_runs_the_other_way_is_isolated_in_a_sentence() {
    assert_eq!(isolated("Northline"), "Northline");
    assert_eq!(isolated("بنك"), "\u{2068}بنك\u{2069}");
    assert_eq!(isolated("Bank בנק (2)"), "\u{2068}Bank בנק (2)\u{2069}");
}
