//! Folds text for comparison: case, accents, punctuation and invisible marks do not count.

use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer, TokenStream};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The words of a text, folded: `"St. Brannock’s & Møller"` is `st brannocks and moller`.
pub(crate) fn words(text: &str) -> Vec<String> {
    // Compatibility forms first: full-width letters, ligatures, and accents as marks of their own,
    // which are then left out with all that is not seen (direction marks, joiners).
    let visible: String =
        text.nfkd().filter(|letter| !is_combining_mark(*letter) && !is_invisible(*letter)).collect();
    let spelled = visible.replace(['\'', '’', '`'], "").replace('&', " and ");
    let mut analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build();
    let mut stream = analyzer.token_stream(&spelled);
    let mut words = Vec::new();
    while stream.advance() {
        words.push(stream.token().text.clone());
    }
    words
}

/// The words of a text without the gaps between them: `"North Line"` is `northline`.
pub(crate) fn compact(text: &str) -> String {
    words(text).concat()
}

/// Format characters: they are typed by accident or by malice, never to be looked for.
const fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_count() {
        assert_eq!(words("Test (OAuth)"), ["test", "oauth"]);
        assert_eq!(words("CRÉDIT Belleaire"), ["credit", "belleaire"]);
        assert_eq!(words("Cre\u{301}dit"), ["credit"]);
        assert_eq!(words("Møllebro"), ["mollebro"]);
        assert_eq!(words("St. Brannock’s Savings"), ["st", "brannocks", "savings"]);
        assert_eq!(words("Orchard&Vine"), ["orchard", "and", "vine"]);
        assert_eq!(compact("north-line"), "northline");
    }

    #[test]
    fn invisible_marks_do_not_count() {
        assert_eq!(words("\u{202e}North\u{200f}line\u{feff}"), ["northline"]);
        assert!(words("\u{200b} \u{2066}…").is_empty());
    }
}
