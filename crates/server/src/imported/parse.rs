//! The two forms of a file, as rows of named fields.

use std::collections::BTreeMap;

use serde_json::Value;

/// One institution, before anything of it is checked.
pub struct Row {
    /// Where it is in the file.
    pub place: String,
    /// What it says.
    pub fields: BTreeMap<String, Value>,
}

/// A list of objects.
pub fn json(text: &str) -> Result<Vec<Row>, serde_json::Error> {
    let rows: Vec<BTreeMap<String, Value>> = serde_json::from_str(text)?;
    let row = |(place, fields)| Row { place: format!("institution {}", place + 1), fields };
    Ok(rows.into_iter().enumerate().map(row).collect())
}

/// Lines below one of names. An empty cell is a field that is not given.
pub fn csv(text: &str) -> Result<Vec<Row>, csv::Error> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let names = reader.headers()?.clone();
    let row = |line: Result<csv::StringRecord, csv::Error>| {
        let line = line?;
        let place = format!("line {}", line.position().map_or(0, csv::Position::line));
        let cells = names.iter().zip(&line).filter(|(_, cell)| !cell.is_empty());
        let fields = cells.map(|(name, cell)| (name.to_owned(), Value::from(cell))).collect();
        Ok(Row { place, fields })
    };
    reader.records().map(row).collect()
}
