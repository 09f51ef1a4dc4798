//! The command line.

mod data;
mod keys;
mod merchants;
mod output;
mod serve;

use clap::{Parser, Subcommand};

use self::output::say;
use crate::api;

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
    /// Add, list and show merchants.
    #[command(subcommand)]
    Merchants(merchants::MerchantsCommand),
    /// Make, list, roll and revoke API keys.
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Print the OpenAPI document of the merchant API.
    Openapi,
}

/// Runs a command to its end.
///
/// # Errors
/// What stopped it, as a sentence for the operator.
pub async fn run(cli: Cli) -> Result<(), Box<dyn std::error::Error>> {
    match cli.command {
        Command::Serve(args) => serve::run(*args).await,
        Command::Merchants(command) => merchants::run(command).await,
        Command::Keys(command) => keys::run(command).await,
        Command::Openapi => Ok(say(api::openapi::text(&api::endpoints())?.trim_end())?),
    }
}
