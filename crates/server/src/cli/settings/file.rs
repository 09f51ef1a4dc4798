//! The file of settings: TOML, one key a setting.

use std::{collections::BTreeMap, fs, path::Path};

use toml::{Table, Value};

use super::{Settings, SettingsError, check, in_file, nearest};

/// The key that names the file itself.
const OWN: &str = "config";

/// What the file says, by key: each is a setting, with a value that it can have.
pub fn read(
    file: &Path,
    place: &'static str,
    settings: &Settings,
) -> Result<BTreeMap<String, String>, SettingsError> {
    let unreadable = |source| SettingsError::Unreadable { place, file: file.to_owned(), source };
    let content = fs::read_to_string(file).map_err(unreadable)?;
    // Not the error's own text, which prints the line that is wrong, perhaps with a password in it.
    let table: Table = toml::from_str(&content).map_err(|error| SettingsError::Syntax {
        file: file.to_owned(),
        line: 1 + error.span().map_or(0, |span| content[..span.start].matches('\n').count()),
        why: error.message().to_owned(),
    })?;
    let mut values = BTreeMap::new();
    for (key, value) in table {
        let known = settings.keys().map(String::as_str).filter(|key| *key != OWN);
        let Some(setting) = settings.get(&key).filter(|_| key != OWN) else {
            return Err(SettingsError::UnknownKey {
                nearest: nearest(&key, known),
                file: file.to_owned(),
                key,
            });
        };
        let wrong = |why| SettingsError::Wrong { place: in_file(file, &key), why };
        let text = text(&value).ok_or_else(|| {
            wrong("it has to be a text, a whole number, true, false, or a list of texts".to_owned())
        })?;
        check(setting, text.clone().into()).map_err(wrong)?;
        values.insert(key, text);
    }
    Ok(values)
}

/// The value as a flag has it; a list with commas between.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(yes) => Some(yes.to_string()),
        Value::Array(items) => {
            let items: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            items.map(|items| items.join(","))
        }
        Value::Float(_) | Value::Datetime(_) | Value::Table(_) => None,
    }
}
