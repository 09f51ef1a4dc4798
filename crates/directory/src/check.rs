//! What every record has to keep to. The file is ours, but the picker's contrast, the pop-up's
//! content security policy and the ranking of the search depend on it.

use std::collections::HashSet;

use linkspan_wire::routing_number::is_routing_number;

use crate::{DirectoryError, Record, Source, fold};

/// White text and white drawings must be readable on an institution's colour (WCAG 1.4.3).
const CONTRAST: f64 = 4.5;

/// Checks all records, each alone and against those before it. Gives what is wrong, with the record's
/// place; of each record the first thing only.
pub(crate) fn problems(records: &[Record]) -> Vec<(usize, DirectoryError)> {
    let mut ids = HashSet::new();
    let mut names = HashSet::new();
    let mut urls = HashSet::new();
    let mut check = |record: &Record| {
        one(record)?;
        if !ids.insert(record.id.clone()) {
            return Err(wrong(record, "id", "is there twice"));
        }
        // Otherwise a full name would not lead to one institution.
        if !names.insert(fold::compact(&record.name)) {
            return Err(wrong(record, "name", "is there twice"));
        }
        if !urls.insert(record.url.clone()) {
            return Err(wrong(record, "url", "is there twice"));
        }
        Ok(())
    };
    records.iter().enumerate().filter_map(|(place, record)| Some((place, check(record).err()?))).collect()
}

fn one(record: &Record) -> Result<(), DirectoryError> {
    // The id is part of addresses, so it holds nothing that would have to be escaped.
    let id = record.id.strip_prefix("bcinst_").unwrap_or_default();
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return Err(wrong(record, "id", "is not `bcinst_` and letters, digits, underscores"));
    }
    if fold::compact(&record.name).is_empty() {
        return Err(wrong(record, "name", "has no letter or digit"));
    }
    if record.source == Source::Sandbox && !record.url.ends_with(".example") {
        return Err(wrong(record, "url", "is not below `.example`"));
    }
    if !record.routing_numbers.iter().all(|number| is_routing_number(number)) {
        return Err(wrong(record, "routing_numbers", "has a wrong check digit"));
    }
    match contrast_with_white(&record.color) {
        None => Err(wrong(record, "color", "is not `#rrggbb`")),
        Some(contrast) if contrast < CONTRAST => Err(wrong(record, "color", "is too light for white text")),
        Some(_) => Ok(()),
    }
}

fn wrong(record: &Record, field: &'static str, problem: &'static str) -> DirectoryError {
    DirectoryError::Record { id: record.id.clone(), field, problem }
}

/// Contrast of white on a colour such as `#274b8f` (WCAG 2.2, relative luminance).
pub(crate) fn contrast_with_white(color: &str) -> Option<f64> {
    let digits = color
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    let channel = |from: usize| {
        let value = f64::from(u8::from_str_radix(digits.get(from..from + 2)?, 16).ok()?) / 255.0;
        Some(if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    let luminance = 0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?;
    Some(1.05 / (luminance + 0.05))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast_with_white("#000000").unwrap_or_default() - 21.0).abs() < 0.01);
        assert!((contrast_with_white("#767676").unwrap_or_default() - 4.54).abs() < 0.01);
        assert_eq!(contrast_with_white("#12345"), None);
        assert_eq!(contrast_with_white("red"), None);
        assert_eq!(contrast_with_white("#+1+1+1"), None);
    }
}
