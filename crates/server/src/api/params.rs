//! The parameters of a request to the merchant API: form-encoded, with brackets for nesting.
//!
//! Decoding is the `url` crate's. The names are matched here, against what an endpoint declares,
//! because the form deserializers of serde name neither the whole path of an unknown parameter nor
//! a value that is given twice, and every error has to name the parameter as it was written.

mod name;
mod range;
mod read;
mod rule;
mod schema;

pub use range::{BY_CREATED, CREATED, times};
pub use read::{LONGEST_BODY, RawParams, too_large};
pub use rule::Rule;
pub use schema::{Schema, Shape};

use std::collections::BTreeMap;

use crate::{
    Failure,
    failure::Answer,
    store::page::{Cursor, Page},
};

/// Longest page of a list.
const LONGEST_PAGE: u32 = 100;

/// Parameters that an endpoint declared, by declared name.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Params {
    texts: BTreeMap<String, String>,
    lists: BTreeMap<String, BTreeMap<usize, String>>,
    maps: BTreeMap<String, BTreeMap<String, String>>,
    posted: bool,
}

impl Params {
    /// A text that has to have a value when it is given.
    pub fn text(&self, name: &str) -> Answer<Option<&str>> {
        match self.texts.get(name).map(String::as_str) {
            Some(value) if value.trim().is_empty() => Err(Failure::empty_param(name)),
            value => Ok(value),
        }
    }

    /// A text that has to be given.
    pub fn required(&self, name: &str) -> Answer<&str> {
        self.text(name)?.ok_or_else(|| Failure::missing_param(name))
    }

    /// A text whose empty value means "unset".
    pub fn unsettable(&self, name: &str) -> Option<Option<&str>> {
        self.texts.get(name).map(|value| Some(value.trim()).filter(|value| !value.is_empty()))
    }

    /// Whether an object was given as nothing, which unsets all of it.
    pub fn unsets(&self, name: &str) -> bool {
        self.unsettable(name) == Some(None)
    }

    /// Lays a text over what is there; an empty one unsets it.
    pub fn set(&self, name: &str, field: &mut Option<String>) {
        if let Some(value) = self.unsettable(name) {
            *field = value.map(str::to_owned);
        }
    }

    /// A list; an empty one is an error, an absent one is not.
    pub fn list(&self, name: &str) -> Answer<Option<Vec<&str>>> {
        let Some(values) = self.lists.get(name) else { return Ok(None) };
        if values.is_empty() || values.values().any(|value| value.trim().is_empty()) {
            return Err(Failure::empty_param(name));
        }
        Ok(Some(values.values().map(String::as_str).collect()))
    }

    /// A list of known values, each kept once, in the order given.
    pub fn known<T: PartialEq>(
        &self,
        name: &str,
        allowed: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Answer<Option<Vec<T>>> {
        let Some(texts) = self.list(name)? else { return Ok(None) };
        let mut values = Vec::with_capacity(texts.len());
        for text in texts {
            let value = parse(text).ok_or_else(|| not_one_of(name, allowed))?;
            if !values.contains(&value) {
                values.push(value);
            }
        }
        Ok(Some(values))
    }

    /// A text that is one of known values.
    pub fn one_of<T>(
        &self,
        name: &str,
        allowed: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Answer<Option<T>> {
        match self.text(name)? {
            Some(text) => parse(text).map(Some).ok_or_else(|| not_one_of(name, allowed)),
            None => Ok(None),
        }
    }

    /// `true` or `false`.
    pub fn boolean(&self, name: &str) -> Answer<Option<bool>> {
        self.one_of(name, "true, false", |text| text.parse().ok())
    }

    /// A whole number from `least` to `most`.
    pub fn integer(&self, name: &str, least: u32, most: u32) -> Answer<Option<u32>> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let number = text.parse::<u32>().ok().filter(|number| (least..=most).contains(number));
        number.map(Some).ok_or_else(|| {
            let range =
                if most == u32::MAX { format!("{least} or more") } else { format!("from {least} to {most}") };
            Failure::bad_param(
                name,
                "parameter_invalid_integer",
                format!("Invalid integer: '{name}' must be a whole number, {range}."),
            )
        })
    }

    /// A time in unix seconds.
    pub fn time(&self, name: &str) -> Answer<Option<i64>> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let time = text.parse::<i64>().ok().filter(|time| *time >= 0);
        time.map(Some).ok_or_else(|| {
            Failure::bad_param(
                name,
                "parameter_invalid_integer",
                format!("Invalid integer: '{name}' must be a time in unix seconds."),
            )
        })
    }

    /// Free keys and values, such as metadata.
    pub fn map(&self, name: &str) -> Option<&BTreeMap<String, String>> {
        self.maps.get(name)
    }

    /// Whether a parameter of this name was given at all.
    pub fn has(&self, name: &str) -> bool {
        self.texts.contains_key(name)
    }

    /// Whether they came with a POST, which changes something.
    pub const fn posted(&self) -> bool {
        self.posted
    }

    /// `limit`, `starting_after`, `ending_before`.
    pub fn page(&self) -> Answer<Page> {
        let limit = self.integer("limit", 1, LONGEST_PAGE)?.unwrap_or(10);
        let cursor = match (self.text("starting_after")?, self.text("ending_before")?) {
            (None, None) => Cursor::Start,
            (Some(id), None) => Cursor::After(id.to_owned()),
            (None, Some(id)) => Cursor::Before(id.to_owned()),
            (Some(_), Some(_)) => {
                return Err(Failure::exclusive_params("starting_after", "ending_before"));
            }
        };
        Ok(Page { limit, cursor })
    }
}

/// Refuses a text that is too long or carries control characters.
pub fn check_bounded(name: &str, value: &str, longest: usize) -> Answer<()> {
    if value.chars().count() > longest {
        return Err(Failure::invalid_param(
            name,
            format!("Invalid string: '{name}' must be at most {longest} characters."),
        ));
    }
    if value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Failure::invalid_param(
            name,
            format!("Invalid string: '{name}' must not contain control characters."),
        ));
    }
    Ok(())
}

fn not_one_of(name: &str, allowed: &str) -> Failure {
    Failure::invalid_param(name, format!("Invalid value for '{name}': must be one of {allowed}."))
}
