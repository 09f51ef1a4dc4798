//! The directory: records in their order, found by id or by search.

use std::collections::HashMap;

use crate::{DirectoryError, Record, check, fold, generated, icon, search::SearchIndex};

/// The sandbox's institutions, one record a line.
const SANDBOX: &str = include_str!("../data/institutions.json");

/// Institutions in their order, found by id or by search.
pub struct Directory {
    records: Vec<Record>,
    by_id: HashMap<String, usize>,
    index: SearchIndex,
}

impl Directory {
    /// The fictional institutions of the sandbox.
    pub fn sandbox() -> Result<Self, DirectoryError> {
        Self::with_generated(0, 0)
    }

    /// The sandbox and `count` generated institutions more, the same for the same `seed`.
    pub fn with_generated(count: usize, seed: u64) -> Result<Self, DirectoryError> {
        Self::with(count, seed, Vec::new())
    }

    /// The sandbox, `count` generated institutions, and these.
    ///
    /// # Errors
    /// One of these that says what cannot be, or what another one says.
    pub fn with(count: usize, seed: u64, more: Vec<Record>) -> Result<Self, DirectoryError> {
        let mut records: Vec<Record> = serde_json::from_str(SANDBOX)?;
        generated::extend(&mut records, count, seed);
        records.extend(more);
        Self::of(records)
    }

    /// What is wrong with records that are to stand beside the sandbox's, with the place of each.
    ///
    /// # Errors
    /// When the sandbox's own cannot be read.
    pub fn problems(more: &[Record]) -> Result<Vec<(usize, DirectoryError)>, DirectoryError> {
        let mut records: Vec<Record> = serde_json::from_str(SANDBOX)?;
        let first = records.len();
        records.extend_from_slice(more);
        let problems = check::problems(&records).into_iter();
        Ok(problems.filter_map(|(place, problem)| Some((place.checked_sub(first)?, problem))).collect())
    }

    /// A directory of these records.
    ///
    /// # Errors
    /// A record that says what cannot be, such as a colour too light for white text.
    pub fn of(mut records: Vec<Record>) -> Result<Self, DirectoryError> {
        if let Some((_, problem)) = check::problems(&records).into_iter().next() {
            return Err(problem);
        }
        // The order in which equally good results are shown: featured ones, short names, by name.
        records.sort_by_cached_key(|record| {
            let name = fold::compact(&record.name);
            (record.featured.unwrap_or(u32::MAX), name.len(), name, record.id.clone())
        });
        let by_id = records.iter().enumerate().map(|(place, record)| (record.id.clone(), place)).collect();
        let index = SearchIndex::build(&records)?;
        Ok(Self { records, by_id, index })
    }

    /// The institution with this id.
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.by_id.get(id).and_then(|place| self.records.get(*place))
    }

    /// The institution that a routing number is of.
    pub fn by_routing_number(&self, number: &str) -> Option<&Record> {
        self.records.iter().find(|record| record.routing_numbers.iter().any(|one| one == number))
    }

    /// The featured institutions, in their order.
    pub fn featured(&self) -> Vec<&Record> {
        self.records.iter().take_while(|record| record.featured.is_some()).collect()
    }

    /// All institutions, in the order in which equally good results are shown.
    pub fn iter(&self) -> std::slice::Iter<'_, Record> {
        self.records.iter()
    }

    /// The best `limit` institutions for what was typed so far, best first: by name, part of a name,
    /// site, other name or routing number, typing errors forgiven. Nothing for nothing.
    ///
    /// # Errors
    /// Only when the index itself fails; there is no wrong query.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<&Record>, DirectoryError> {
        let places = self.index.search(query, limit)?;
        Ok(places.into_iter().filter_map(|place| self.records.get(place)).collect())
    }

    /// How many institutions there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The icon of an institution as an SVG document of 40 by 40, square.
    pub fn icon_svg(&self, id: &str) -> Option<String> {
        self.get(id).map(icon::draw)
    }
}

impl<'a> IntoIterator for &'a Directory {
    type Item = &'a Record;
    type IntoIter = std::slice::Iter<'a, Record>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl std::fmt::Debug for Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Directory").field("len", &self.len()).finish_non_exhaustive()
    }
}
