//! The command line.

mod merchants;
mod serve;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::{
    api,
    store::{Location, LocationError},
};

/// Open, self-hosted bank linking, compatible with Stripe Financial Connections.
#[derive(Parser)]
#[command(name = "linkspan-server", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the merchant API, the flow and the test bank, each on an origin of its own.
    Serve(Box<serve::ServeArgs>),
    /// Add and list merchants.
    #[command(subcommand)]
    Merchants(merchants::MerchantsCommand),
    /// Print the OpenAPI document of the merchant API.
    Openapi,
}

/// Where the data is, for every command.
#[derive(Args)]
struct DataDir {
    /// Directory of the database and the sandbox's keys; made where there is none.
    #[arg(long, env = "LINKSPAN_DATA_DIR", default_value = ".linkspan")]
    data_dir: PathBuf,
    /// PostgreSQL database, `postgres://user:password@host/name` [default: a file in the data directory]
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

/// An address that is no database's. Names the setting, never its value: that has a password in it.
#[derive(Debug, thiserror::Error)]
#[error("--database-url (DATABASE_URL): {0}")]
struct DatabaseUrlError(#[from] LocationError);

impl DataDir {
    /// The database that was named. Read here and not by clap, which repeats a value that it refuses.
    fn database(&self) -> Result<Option<Location>, DatabaseUrlError> {
        Ok(self.database_url.as_deref().map(Location::postgres).transpose()?)
    }
}

/// Runs a command to its end.
///
/// # Errors
/// What stopped it, as a sentence for the operator.
pub async fn run(cli: Cli) -> Result<(), Box<dyn std::error::Error>> {
    match cli.command {
        Command::Serve(args) => serve::run(*args).await,
        Command::Merchants(command) => merchants::run(command).await,
        Command::Openapi => Ok(say(api::openapi::text(&api::endpoints())?.trim_end())?),
    }
}

/// Prints a line for whoever called the program.
fn say(line: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
