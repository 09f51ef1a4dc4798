//! Turns what was typed into a ranked query.
//!
//! Each way in which a record can match has a score; a record counts with its best. So the ranks
//! below never mix, whatever the index holds.

use tantivy::{
    Score, Term,
    query::{
        BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, Query,
        TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use super::Fields;
use crate::fold;

/// More than this is not a name any more; the rest is not read.
const LONGEST_QUERY: usize = 200;
/// More words than this are not read.
const MOST_WORDS: usize = 8;
/// A longer word is compared without forgiving: its automaton would be large and it is no name.
const LONGEST_FUZZY: usize = 32;

/// Scores of the ways to match, best first.
mod rank {
    use tantivy::Score;

    pub(super) const NAME: Score = 1000.0;
    pub(super) const OTHER: Score = 900.0;
    pub(super) const NAME_BEGINS: Score = 800.0;
    pub(super) const OTHER_BEGINS: Score = 700.0;
    pub(super) const NAME_WORDS: Score = 600.0;
    pub(super) const WORDS: Score = 500.0;
    pub(super) const INSIDE: Score = 400.0;
    /// Times the average closeness of the words, which is 0.3 to 1.
    pub(super) const FUZZY: Score = 100.0;
}

/// The query for what was typed; `None` when there is nothing to look for in it.
pub(super) fn ranked(typed: &str, fields: Fields) -> Option<DisjunctionMaxQuery> {
    let cut: String = typed.chars().take(LONGEST_QUERY).collect();
    let mut words = fold::words(site(&cut));
    words.truncate(MOST_WORDS);
    if words.is_empty() {
        return None;
    }
    let whole = words.concat();
    let mut ways = vec![
        scored(exactly(fields.name, &whole), rank::NAME),
        scored(exactly(fields.other, &whole), rank::OTHER),
        scored(begins(fields.name, &whole), rank::NAME_BEGINS),
        scored(begins(fields.other, &whole), rank::OTHER_BEGINS),
        scored(each(&words, |word| begins(fields.name_words, word)), rank::NAME_WORDS),
        scored(each(&words, |word| begins(fields.words, word)), rank::WORDS),
    ];
    if words.iter().any(|word| word.len() > 2) {
        // One word may be found inside another; short ones only at a beginning.
        ways.push(scored(
            each(&words, |word| {
                let beginning = begins(fields.words, word);
                if word.len() > 2 {
                    Box::new(BooleanQuery::union(vec![beginning, begins(fields.insides, word)]))
                } else {
                    beginning
                }
            }),
            rank::INSIDE,
        ));
    }
    ways.push(forgiving(&words, &whole, fields));
    Some(DisjunctionMaxQuery::new(ways))
}

/// Of a pasted address only its host.
fn site(typed: &str) -> &str {
    let typed = typed.trim();
    let Some((_, address)) = typed.split_once("://") else {
        return typed.strip_prefix("www.").unwrap_or(typed);
    };
    let host = address.split(['/', '?', '#']).next().unwrap_or(address);
    host.strip_prefix("www.").unwrap_or(host)
}

/// Every word is nearly a word of the name, the last one nearly the beginning of one; or all of them
/// together are nearly the beginning of the whole name.
fn forgiving(words: &[String], whole: &str, fields: Fields) -> Box<dyn Query> {
    let last = words.len() - 1;
    let alone = words.iter().enumerate().map(|(place, word)| {
        let mut close: Vec<Box<dyn Query>> = vec![scored(begins(fields.words, word), 1.0)];
        for distance in 1..=forgiven(word) {
            let score = closeness(distance);
            close.push(scored(nearly(fields.fuzzy, word, distance, place == last), score));
        }
        (Occur::Must, Box::new(DisjunctionMaxQuery::new(close)) as Box<dyn Query>)
    });
    #[allow(clippy::cast_precision_loss, reason = "at most eight words")]
    let share = rank::FUZZY / words.len() as Score;
    let mut ways: Vec<Box<dyn Query>> =
        vec![Box::new(BoostQuery::new(Box::new(BooleanQuery::new(alone.collect())), share))];
    for distance in 1..=forgiven(whole) {
        ways.push(scored(nearly(fields.fuzzy, whole, distance, true), closeness(distance) * rank::FUZZY));
    }
    Box::new(DisjunctionMaxQuery::new(ways))
}

/// How many typing errors are forgiven. Numbers are not words: a wrong digit is another bank.
fn forgiven(word: &str) -> u8 {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    match word.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        6..=LONGEST_FUZZY => 2,
        _ => 0,
    }
}

fn closeness(distance: u8) -> Score {
    match distance {
        0 => 1.0,
        1 => 0.6,
        _ => 0.3,
    }
}

fn each(words: &[String], find: impl Fn(&str) -> Box<dyn Query>) -> Box<dyn Query> {
    Box::new(BooleanQuery::intersection(words.iter().map(|word| find(word)).collect()))
}

fn exactly(field: Field, term: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::Basic))
}

fn begins(field: Field, term: &str) -> Box<dyn Query> {
    nearly(field, term, 0, true)
}

/// Two letters swapped count as one error.
fn nearly(field: Field, term: &str, distance: u8, prefix: bool) -> Box<dyn Query> {
    let term = Term::from_field_text(field, term);
    Box::new(if prefix {
        FuzzyTermQuery::new_prefix(term, distance, true)
    } else {
        FuzzyTermQuery::new(term, distance, true)
    })
}

fn scored(query: Box<dyn Query>, score: Score) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}
