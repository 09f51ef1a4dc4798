//! Under which terms a record is found.

use tantivy::TantivyDocument;

use super::Fields;
use crate::{Record, fold};

/// Short ends of words say little and would be found everywhere.
const SHORTEST_INSIDE: usize = 3;

/// A record as a row of the index.
pub(super) fn document(record: &Record, fields: Fields) -> TantivyDocument {
    let mut row = TantivyDocument::default();
    let name_words = fold::words(&record.name);
    row.add_text(fields.name, name_words.concat());
    row.add_text(fields.fuzzy, name_words.concat());
    for word in &name_words {
        row.add_text(fields.name_words, word);
        row.add_text(fields.words, word);
        row.add_text(fields.fuzzy, word);
        for (cut, _) in word.char_indices().skip(1) {
            let inside = &word[cut..];
            if inside.len() >= SHORTEST_INSIDE {
                row.add_text(fields.insides, inside);
            }
        }
    }
    for other in record.aliases.iter().chain([&record.url]) {
        let words = fold::words(other);
        row.add_text(fields.other, words.concat());
        for word in &words {
            row.add_text(fields.words, word);
        }
    }
    for alias in &record.aliases {
        row.add_text(fields.fuzzy, fold::compact(alias));
    }
    for number in &record.routing_numbers {
        row.add_text(fields.other, number);
        row.add_text(fields.words, number);
    }
    if let Some(short) = abbreviation(&name_words) {
        row.add_text(fields.words, short);
    }
    row
}

/// `cu` for every credit union, `fcu` for the federal ones, so that "sierra cu" needs no alias.
fn abbreviation(words: &[String]) -> Option<&'static str> {
    let has = |wanted: &[&str]| words.windows(wanted.len()).any(|window| window == wanted);
    if has(&["federal", "credit", "union"]) {
        Some("fcu")
    } else if has(&["credit", "union"]) {
        Some("cu")
    } else {
        None
    }
}
