//! Metadata: the merchant's own keys and values on an object.

use std::collections::BTreeMap;

use super::params::{Params, check_bounded};
use crate::{Failure, failure::Answer};

/// Most keys on one object.
pub const MOST_KEYS: usize = 50;
/// Longest key, in characters.
const LONGEST_KEY: usize = 40;
/// Longest value, in characters.
pub const LONGEST_VALUE: usize = 500;

/// Lays what a request gives over what is there. An empty value removes its key; `metadata=`
/// alone removes all.
///
/// # Errors
/// Names the key that breaks a limit.
pub fn merge(old: &BTreeMap<String, String>, params: &Params) -> Answer<BTreeMap<String, String>> {
    let Some(given) = params.map("metadata") else { return Ok(old.clone()) };
    let mut merged = if given.is_empty() { BTreeMap::new() } else { old.clone() };
    for (key, value) in given {
        check_bounded("metadata", key, usize::MAX)?;
        let param = format!("metadata[{key}]");
        if key.chars().count() > LONGEST_KEY {
            return Err(Failure::invalid_param(
                "metadata",
                format!("Metadata keys must be at most {LONGEST_KEY} characters."),
            ));
        }
        check_bounded(&param, value, LONGEST_VALUE)?;
        if value.is_empty() {
            merged.remove(key);
        } else {
            merged.insert(key.clone(), value.clone());
        }
    }
    if merged.len() > MOST_KEYS {
        return Err(Failure::invalid_param(
            "metadata",
            format!("An object can have at most {MOST_KEYS} metadata keys."),
        ));
    }
    Ok(merged)
}
