//! The words of the flow: `locales/*.json`, one file a language.
//!
//! They are used twice, and both have to agree on the order of the sentences. `build.rs` compiles the
//! keys ([`Words::keys`]), so that a missing sentence or value fails the build. `cargo xtask assets`
//! ships the sentences ([`Words::shipped`]), one small file a language, of which a person gets one.

mod error;
mod sentence;

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

pub use error::Error;
use sentence::Sentence;

/// Sentences by their key, `group.key`, of one language.
type Sentences = BTreeMap<(String, String), Sentence>;

/// The words of all languages.
#[derive(Debug)]
pub struct Words {
    languages: BTreeMap<String, Sentences>,
}

impl Words {
    /// Reads a folder of files such as `en.json`.
    ///
    /// # Errors
    /// [`Error`]: a file cannot be read, is of another shape, or differs from the others in its keys or
    /// in what its sentences leave to be filled in.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let mut languages = BTreeMap::new();
        let file = |source| Error::File { path: folder.to_owned(), source };
        for entry in fs::read_dir(folder).map_err(file)? {
            let path = entry.map_err(file)?.path();
            let Some(language) = path.file_stem().and_then(|name| name.to_str()) else { continue };
            let text =
                fs::read_to_string(&path).map_err(|source| Error::File { path: path.clone(), source })?;
            languages.insert(language.to_owned(), sentences(language, &text)?);
        }
        same_everywhere(&languages)?;
        Ok(Self { languages })
    }

    /// The tags of the languages, such as `en`.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// The file that a browser loads: the edition, then one sentence a line, in the order of the keys.
    pub fn shipped(&self, language: &str) -> Option<String> {
        let sentences = self.languages.get(language)?;
        let mut text = format!("{language} {}", self.edition());
        for sentence in sentences.values() {
            text.push('\n');
            text.push_str(&sentence.shipped());
        }
        Some(text)
    }

    /// The keys as Rust: a module a group. A sentence is a constant, its place among all; one with
    /// values is a struct that has them as fields.
    pub fn keys(&self) -> String {
        let mut code = format!("pub const EDITION: &str = {:?};\n", self.edition());
        let mut group = "";
        for (place, ((of, key), sentence)) in self.first().into_iter().flatten().enumerate() {
            if of != group {
                if !group.is_empty() {
                    code.push_str("}\n");
                }
                // Writing to a string does not fail.
                let _ = writeln!(code, "pub mod {of} {{\nuse super::{{Locale, Sentence}};");
                group = of;
            }
            code.push_str(&sentence.key(key, place));
        }
        if !group.is_empty() {
            code.push_str("}\n");
        }
        code
    }

    /// Tells whether keys and sentences go together: it changes with the keys and with what they take.
    fn edition(&self) -> String {
        let mut hasher = DefaultHasher::new();
        for (key, sentence) in self.first().into_iter().flatten() {
            (key, sentence.values()).hash(&mut hasher);
        }
        format!("{:016x}", hasher.finish())
    }

    fn first(&self) -> Option<&Sentences> {
        self.languages.values().next()
    }
}

fn sentences(language: &str, text: &str) -> Result<Sentences, Error> {
    let groups: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(text)
        .map_err(|source| Error::Shape { language: language.to_owned(), source })?;
    let mut sentences = Sentences::new();
    for (group, keys) in groups {
        for (key, text) in keys {
            let name = format!("{group}.{key}");
            let sentence = Sentence::parse(&text)
                .ok_or_else(|| Error::Sentence { language: language.to_owned(), key: name })?;
            sentences.insert((group.clone(), key), sentence);
        }
    }
    Ok(sentences)
}

fn same_everywhere(languages: &BTreeMap<String, Sentences>) -> Result<(), Error> {
    let mut languages = languages.iter();
    let Some((first, sentences)) = languages.next() else { return Ok(()) };
    for (language, others) in languages {
        let differ = |key: &(String, String)| {
            sentences.get(key).map(Sentence::values) != others.get(key).map(Sentence::values)
        };
        if let Some((group, key)) = sentences.keys().chain(others.keys()).find(|key| differ(key)) {
            return Err(Error::Differs {
                key: format!("{group}.{key}"),
                first: first.clone(),
                second: language.clone(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(files: &[(&str, &str)]) -> Result<Words, Error> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            fs::write(folder.path().join(name), text).expect("written");
        }
        Words::read(folder.path())
    }

    #[test]
    fn sentences_are_in_the_order_of_their_keys() {
        let words = words(&[
            ("en.json", r#"{"b":{"z":"Last"},"a":{"y":"{{ n }} of {{ all }}","x":"First"}}"#),
            ("fr.json", r#"{"a":{"x":"Premier","y":"{{ all }}, dont {{ n }}"},"b":{"z":"Dernier"}}"#),
        ])
        .expect("good files");
        assert_eq!(words.languages().collect::<Vec<_>>(), ["en", "fr"]);
        let lines = |language| {
            let text = words.shipped(language).expect("the language");
            text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(lines("en"), ["First", "{1} of {0}", "Last"]);
        assert_eq!(lines("fr"), ["Premier", "{0}, dont {1}", "Dernier"]);
        let keys = words.keys();
        assert!(
            keys.contains(
                "pub mod a {\nuse super::{Locale, Sentence};\npub const x: Sentence = Sentence(0);"
            ),
            "{keys}"
        );
        assert!(keys.contains("pub struct y { pub all: String, pub n: String }"), "{keys}");
        assert!(keys.contains("words.fill(1, &[self.all, self.n])"), "{keys}");
        assert!(
            keys.contains(
                "pub mod b {\nuse super::{Locale, Sentence};\npub const z: Sentence = Sentence(2);"
            ),
            "{keys}"
        );
        assert!(words.shipped("de").is_none());
    }

    #[test]
    fn the_edition_is_that_of_the_keys_and_not_of_the_words() {
        let edition = |text| words(&[("en.json", text)]).expect("a good file").edition();
        let one = edition(r#"{"a":{"x":"One {{ n }}"}}"#);
        assert_eq!(edition(r#"{"a":{"x":"{{ n }} is one"}}"#), one);
        assert_ne!(edition(r#"{"a":{"y":"One {{ n }}"}}"#), one);
        assert_ne!(edition(r#"{"a":{"x":"One {{ m }}"}}"#), one);
    }

    #[test]
    fn languages_that_differ_are_refused() {
        let english = ("en.json", r#"{"a":{"x":"One {{ n }}"}}"#);
        for other in [r#"{"a":{}}"#, r#"{"a":{"x":"Un"}}"#, r#"{"a":{"x":"Un {{ n }}","y":"Deux"}}"#] {
            let error = words(&[english, ("fr.json", other)]).expect_err("they differ");
            assert!(matches!(error, Error::Differs { .. }), "{error}");
        }
    }

    #[test]
    fn what_cannot_be_shipped_is_refused() {
        for text in ["one\\ntwo", "{{ n", "{n}", "{{ not a name }}"] {
            let file = format!(r#"{{"a":{{"x":"{text}"}}}}"#);
            let error = words(&[("en.json", &file)]).expect_err("it cannot be shipped");
            assert!(error.to_string().contains("a.x"), "{error}");
        }
    }
}
