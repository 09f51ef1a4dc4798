//! The directory: records in their order, found by id or by search.

use std::collections::HashMap;

use crate::{DirectoryError, Record};

/// Institutions in their order, found by id or by search.
pub struct Directory {
    records: Vec<Record>,
    by_id: HashMap<String, usize>,
}

impl Directory {
    /// The fictional institutions of the sandbox.
    pub fn sandbox() -> Result<Self, DirectoryError> {
        Self::with_generated(0, 0)
    }

    /// The sandbox and `count` generated institutions more, the same for the same `seed`.
    pub fn with_generated(count: usize, seed: u64) -> Result<Self, DirectoryError> {
        let _ = (count, seed);
        Ok(Self { records: Vec::new(), by_id: HashMap::new() })
    }

    /// The institution with this id.
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.by_id.get(id).and_then(|place| self.records.get(*place))
    }

    /// The featured institutions, in their order.
    pub fn featured(&self) -> Vec<&Record> {
        self.records.iter().filter(|record| record.featured.is_some()).collect()
    }

    /// The best `limit` institutions for what was typed, best first.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<&Record>, DirectoryError> {
        let _ = (query, limit);
        Ok(Vec::new())
    }

    /// How many institutions there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The icon of an institution as an SVG document of 40 by 40.
    pub fn icon_svg(&self, id: &str) -> Option<String> {
        self.get(id).map(|_| String::new())
    }
}
