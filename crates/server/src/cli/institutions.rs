//! `linkspan-server institutions …`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use linkspan_directory::{Directory, Record, Source};
use serde_json::json;

use super::{
    data::DataDir,
    output::{self, Format, say},
};
use crate::{imported, store::institutions};

#[derive(Subcommand)]
pub enum InstitutionsCommand {
    /// List all institutions: the sandbox's and the imported ones.
    List(ListArgs),
    /// Import your own institutions, in the place of those that were imported before.
    Import(ImportArgs),
    /// Print the imported institutions, as `import` reads them.
    Export(ExportArgs),
}

#[derive(Args)]
pub struct ListArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
}

#[derive(Args)]
pub struct ImportArgs {
    #[command(flatten)]
    data: DataDir,
    #[command(flatten)]
    format: Format,
    /// A .json or .csv file; docs/operating.md has its fields.
    file: PathBuf,
}

#[derive(Args)]
pub struct ExportArgs {
    #[command(flatten)]
    data: DataDir,
    /// Print CSV instead of JSON.
    #[arg(long)]
    csv: bool,
}

pub async fn run(command: InstitutionsCommand) -> Result<(), Box<dyn std::error::Error>> {
    match command {
        InstitutionsCommand::List(args) => list(args).await,
        InstitutionsCommand::Import(args) => import(args).await,
        InstitutionsCommand::Export(args) => export(args).await,
    }
}

async fn list(args: ListArgs) -> Result<(), Box<dyn std::error::Error>> {
    let opened = args.data.open().await?;
    let imported = institutions::list(opened.store.pool()).await?;
    let directory = Directory::with(0, 0, imported)?;
    let rows: Vec<Record> = directory.iter().cloned().collect();
    output::list(args.format, &rows, ["id", "name", "site", "countries", "from"], |record| {
        let from = match record.source {
            Source::Sandbox => "sandbox",
            Source::Operator => "imported",
        };
        [
            record.id.clone(),
            record.name.clone(),
            record.url.clone(),
            record.countries.join(" "),
            from.to_owned(),
        ]
    })
}

async fn import(args: ImportArgs) -> Result<(), Box<dyn std::error::Error>> {
    // Checked before a database is opened, or made.
    let records = imported::read(&args.file)?;
    let opened = args.data.open().await?;
    let removed = institutions::replace(&opened.store, &records, opened.now).await?;
    let fields = [
        ("imported", records.len().to_string()),
        ("removed", removed.to_string()),
        ("note", "servers read them when they start".to_owned()),
    ];
    output::one(args.format, &json!({ "imported": records.len(), "removed": removed }), fields)
}

async fn export(args: ExportArgs) -> Result<(), Box<dyn std::error::Error>> {
    let opened = args.data.open().await?;
    let records = institutions::list(opened.store.pool()).await?;
    let text = if args.csv { imported::to_csv(records)? } else { imported::to_json(records)? };
    Ok(say(&text)?)
}
