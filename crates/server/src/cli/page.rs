//! Which part of a long list a command shows.

use clap::Args;

use crate::store::page::{Cursor, Page};

/// Which part of a long list.
#[derive(Args)]
pub struct PageArgs {
    /// How many, at most 100.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: u32,
    /// Only what is older than this id.
    #[arg(long, value_name = "ID")]
    starting_after: Option<String>,
}

impl PageArgs {
    /// As the store reads it.
    pub fn page(&self) -> Page {
        let cursor = self.starting_after.clone().map_or(Cursor::Start, Cursor::After);
        Page { limit: self.limit, cursor }
    }
}
