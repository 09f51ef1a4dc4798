//! An operator's own directory of institutions, as a file: JSON or CSV.
//!
//! Nothing leads to such an institution yet: people find it, and it says that it is not available.

mod fields;
mod parse;

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use linkspan_directory::{Directory, DirectoryError, Record};
use serde::Serialize;

pub use fields::{COLUMNS, SEPARATOR};

/// Problems of one file that are shown.
const MOST_SHOWN: usize = 20;

/// What is wrong with one institution of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is in the file: `line 3`, or `institution 3`.
    pub place: String,
    /// Which field.
    pub field: String,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.place, self.field, self.why)
    }
}

/// Why a file is not imported. Nothing of it is, then.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error("cannot read {}: {source}", file.display())]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// Its name says nothing known.
    #[error("{}: the file's name has to end in .json or .csv", .0.display())]
    Kind(PathBuf),
    /// Not JSON, or not a list of objects.
    #[error("it is not a JSON list of objects: {0}")]
    Json(#[from] serde_json::Error),
    /// Not CSV.
    #[error("it is not CSV with a line of names: {0}")]
    Csv(#[from] csv::Error),
    /// What some of its institutions say.
    #[error("{}", shown(.0))]
    Problems(Vec<Problem>),
    /// The sandbox's institutions cannot be read.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
}

fn shown(problems: &[Problem]) -> String {
    let mut lines: Vec<String> = problems.iter().take(MOST_SHOWN).map(ToString::to_string).collect();
    if problems.len() > MOST_SHOWN {
        lines.push(format!("and {} more", problems.len() - MOST_SHOWN));
    }
    lines.join("\n")
}

/// Reads a file and checks every institution: alone, against the others and against the sandbox's.
///
/// # Errors
/// [`ImportError`] has all that is wrong, by line and field.
pub fn read(file: &Path) -> Result<Vec<Record>, ImportError> {
    let extension = file.extension().and_then(|text| text.to_str()).unwrap_or_default().to_ascii_lowercase();
    if !matches!(&*extension, "json" | "csv") {
        return Err(ImportError::Kind(file.to_owned()));
    }
    let unreadable = |source| ImportError::Unreadable { file: file.to_owned(), source };
    let text = std::fs::read_to_string(file).map_err(unreadable)?;
    let rows = if extension == "json" { parse::json(&text)? } else { parse::csv(&text)? };
    check(rows)
}

/// The institutions of these rows.
fn check(rows: Vec<parse::Row>) -> Result<Vec<Record>, ImportError> {
    let (mut records, mut rows_wrong) = (Vec::new(), Vec::new());
    for parse::Row { place, fields } in rows {
        let (record, wrong) = fields::record(fields);
        records.push(record);
        rows_wrong.push((place, wrong));
    }
    for (index, problem) in Directory::problems(&records)? {
        let DirectoryError::Record { field, problem, .. } = problem else { return Err(problem.into()) };
        let Some((_, wrong)) = rows_wrong.get_mut(index) else { continue };
        // What cannot be read is said already, and what stands in its place is not the file's.
        if !wrong.iter().any(|(name, _)| name == field) {
            wrong.push((field.into(), problem.into()));
        }
    }
    let problems: Vec<Problem> = rows_wrong
        .into_iter()
        .flat_map(|(place, wrong)| {
            wrong.into_iter().map(move |(field, why)| Problem { place: place.clone(), field, why })
        })
        .collect();
    if problems.is_empty() { Ok(records) } else { Err(ImportError::Problems(problems)) }
}

/// An institution as a file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exported {
    id: String,
    name: String,
    url: String,
    aliases: Vec<String>,
    routing_numbers: Vec<String>,
    countries: Vec<String>,
    color: String,
    featured: Option<u32>,
}

impl From<Record> for Exported {
    fn from(record: Record) -> Self {
        Self {
            id: record.id,
            name: record.name,
            url: record.url,
            aliases: record.aliases,
            routing_numbers: record.routing_numbers,
            countries: record.countries,
            color: record.color,
            featured: record.featured,
        }
    }
}

/// Institutions as the JSON that [`read`] reads.
///
/// # Errors
/// None in practice: it is plain data.
pub fn to_json(records: Vec<Record>) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&records.into_iter().map(Exported::from).collect::<Vec<_>>())
}

/// Institutions as the CSV that [`read`] reads.
///
/// # Errors
/// None in practice: it is plain data.
pub fn to_csv(records: Vec<Record>) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for record in records {
        let joined = |all: &[String]| all.join(SEPARATOR);
        writer.write_record([
            &record.id,
            &record.name,
            &record.url,
            &joined(&record.aliases),
            &joined(&record.routing_numbers),
            &joined(&record.countries),
            &record.color,
            &record.featured.map(|place| place.to_string()).unwrap_or_default(),
        ])?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}
