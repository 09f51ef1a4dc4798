//! What commands print: tables for people, JSON for programs.

use std::io::{ErrorKind, Write};

use clap::Args;
use comfy_table::{Table, presets::NOTHING};
use serde::Serialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Prints a line for whoever called the program.
pub fn say(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        // Whoever reads has read enough, `head` for example.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// How a command prints.
#[derive(Debug, Clone, Copy, Args)]
pub struct Format {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Prints all as one JSON array, or as a table with a row each.
pub fn list<T: Serialize, const COLUMNS: usize>(
    format: Format,
    all: &[T],
    header: [&str; COLUMNS],
    row: impl Fn(&T) -> [String; COLUMNS],
) -> Result<(), Box<dyn std::error::Error>> {
    if format.json {
        return Ok(say(&serde_json::to_string(all)?)?);
    }
    let mut table = plain();
    table.set_header(header.map(str::to_uppercase));
    table.add_rows(all.iter().map(|one| row(one).map(|cell| printable(&cell))));
    Ok(say(&table.trim_fmt())?)
}

/// Prints one as a JSON object, or a line for each of these fields.
pub fn one(
    format: Format,
    object: &impl Serialize,
    fields: impl IntoIterator<Item = (&'static str, String)>,
) -> Result<(), Box<dyn std::error::Error>> {
    if format.json {
        return Ok(say(&serde_json::to_string(object)?)?);
    }
    let mut table = plain();
    table.add_rows(fields.into_iter().map(|(name, value)| [name.to_owned(), printable(&value)]));
    Ok(say(&table.trim_fmt())?)
}

/// As wide as it has to be: a wrapped id could not be copied.
fn plain() -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table
}

/// Without what would move a terminal's cursor or change its colours: names and descriptions come
/// from others.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A time as people write it; empty for none.
pub fn time(seconds: impl Into<Option<i64>>) -> String {
    let time = seconds.into().and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    time.and_then(|time| time.format(&Rfc3339).ok()).unwrap_or_default()
}
