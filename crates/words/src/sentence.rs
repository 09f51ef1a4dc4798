//! One sentence: text with values to be filled in.

use std::{collections::BTreeSet, fmt::Write};

/// A sentence, such as `Signed in at {{ bank }}.`
#[derive(Debug)]
pub struct Sentence {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Text(String),
    Value(String),
}

impl Sentence {
    /// Reads it; `None` when it has a line break, or braces that are no `{{ name }}`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after.split_once("}}")?;
            let name = name.trim();
            if name.is_empty()
                || !name
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit())
            {
                return None;
            }
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::Value(name.to_owned()));
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        let plain = parts.iter().all(|part| match part {
            Part::Text(text) => !text.contains(['{', '}', '\n', '\r']),
            Part::Value(_) => true,
        });
        plain.then_some(Self { parts })
    }

    /// The names of what is filled in, each once, in order.
    pub fn values(&self) -> BTreeSet<&str> {
        self.parts
            .iter()
            .filter_map(|part| match part {
                Part::Value(name) => Some(name.as_str()),
                Part::Text(_) => None,
            })
            .collect()
    }

    /// As it is shipped: a value is its place among the names, `{0}`.
    pub fn shipped(&self) -> String {
        let values = self.values();
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Value(name) => {
                    let place = values.iter().position(|value| value == name).unwrap_or_default();
                    // Writing to a string does not fail.
                    let _ = write!(text, "{{{place}}}");
                }
            }
        }
        text
    }

    /// Its key as Rust.
    pub fn key(&self, key: &str, place: usize) -> String {
        let values = self.values();
        if values.is_empty() {
            return format!("pub const {key}: Sentence = Sentence({place});\n");
        }
        let fields: Vec<String> = values.iter().map(|name| format!("pub {name}: String")).collect();
        let given: Vec<String> = values.iter().map(|name| format!("self.{name}")).collect();
        format!(
            "pub struct {key} {{ {} }}\nimpl {key} {{ pub fn say(self, words: Locale) -> String {{ words.fill({place}, &[{}]) }} }}\n",
            fields.join(", "),
            given.join(", "),
        )
    }
}
