//! The fields of one institution.

use std::collections::BTreeMap;

use linkspan_directory::{Behaviour, Record, Source};
use linkspan_wire::link::{AuthFlow, Health};
use serde_json::Value;
use url::{Host, Url};

/// All fields, in the order of a CSV file.
pub const COLUMNS: [&str; 8] =
    ["id", "name", "url", "aliases", "routing_numbers", "countries", "color", "featured"];
/// Between the items of a list in one cell of a CSV file.
pub const SEPARATOR: &str = "|";
/// Of an institution that has none of its own; dark enough for white letters.
const COLOR: &str = "#3d5a80";
/// Longest name or other text.
const LONGEST: usize = 100;

/// Fields, with what is wrong with each.
type Wrong = Vec<(String, String)>;

/// The institution that these fields describe, as far as they do, and what is wrong with them.
pub fn record(fields: BTreeMap<String, Value>) -> (Record, Wrong) {
    let mut fields = Fields { given: fields, wrong: Vec::new() };
    let record = Record {
        id: fields.required("id"),
        name: fields.required("name"),
        url: fields.required("url"),
        aliases: fields.list("aliases"),
        routing_numbers: fields.list("routing_numbers"),
        countries: fields.list("countries"),
        color: fields.text("color").unwrap_or_else(|| COLOR.to_owned()).to_ascii_lowercase(),
        motif: None,
        flow: AuthFlow::Oauth,
        featured: fields.number("featured"),
        behaviour: Behaviour::Everyday,
        // Nothing leads to it: the picker says so before anybody tries.
        health: Health::Down,
        source: Source::Operator,
    };
    if !record.url.is_empty() && !is_host(&record.url) {
        fields.refuse("url", "is not a host name such as bank.example");
    }
    let is_country = |code: &String| rust_iso3166::from_alpha2(code).is_some();
    if record.countries.is_empty() || !record.countries.iter().all(is_country) {
        fields.refuse("countries", "is not a list of codes such as US");
    }
    for name in std::mem::take(&mut fields.given).into_keys() {
        fields.refuse(&name, &format!("is no field; there are {}", COLUMNS.join(", ")));
    }
    (record, fields.wrong)
}

/// Fields that are not read yet, and what is wrong with those that are.
struct Fields {
    given: BTreeMap<String, Value>,
    wrong: Wrong,
}

impl Fields {
    fn refuse(&mut self, field: &str, why: &str) {
        // The first thing that is wrong with a field is enough.
        if !self.wrong.iter().any(|(name, _)| name == field) {
            self.wrong.push((field.to_owned(), why.to_owned()));
        }
    }

    fn text(&mut self, field: &str) -> Option<String> {
        match self.given.remove(field)? {
            Value::Null => None,
            Value::String(text) if is_plain(&text) => Some(text.trim().to_owned()),
            _ => {
                self.refuse(field, &format!("is not a text of at most {LONGEST} characters"));
                None
            }
        }
    }

    fn required(&mut self, field: &str) -> String {
        let text = self.text(field).unwrap_or_default();
        if text.is_empty() {
            self.refuse(field, "is missing");
        }
        text
    }

    /// A JSON list, or one cell of a CSV file.
    fn list(&mut self, field: &str) -> Vec<String> {
        let items = match self.given.remove(field) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::String(cell)) => cell.split(SEPARATOR).map(Value::from).collect(),
            Some(Value::Array(items)) => items,
            Some(_) => vec![Value::Null],
        };
        let item = |item: Value| match item {
            Value::String(text) if is_plain(&text) => Some(text.trim().to_owned()),
            _ => None,
        };
        let all: Option<Vec<String>> = items.into_iter().map(item).collect();
        all.unwrap_or_else(|| {
            self.refuse(field, &format!("is not a list of texts of at most {LONGEST} characters"));
            Vec::new()
        })
    }

    fn number(&mut self, field: &str) -> Option<u32> {
        let number = match self.given.remove(field)? {
            Value::Null => return None,
            Value::String(text) => text.parse().ok(),
            value => value.as_u64().and_then(|number| u32::try_from(number).ok()),
        };
        if number.is_none() {
            self.refuse(field, "is not a whole number");
        }
        number
    }
}

fn is_plain(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
}

/// A host name and nothing else; addresses are made of it.
fn is_host(text: &str) -> bool {
    let url = Url::parse(&format!("https://{text}/"));
    url.is_ok_and(|url| matches!(url.host(), Some(Host::Domain(host)) if host == text && host.contains('.')))
}
