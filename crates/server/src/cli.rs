//! The command line.

mod data;
mod events;
mod institutions;
mod keys;
mod merchants;
mod output;
mod page;
mod serve;
mod settings;
mod webhooks;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use self::output::say;
pub use self::settings::{SettingsError, load};
use crate::api;

/// Open, self-hosted bank linking, compatible with Stripe Financial Connections.
#[derive(Parser)]
#[command(name = "linkspan-server", version, about)]
pub struct Cli {
    /// File of settings, TOML: each flag that has a variable is a key in it, with underscores. A flag
    /// goes before its variable, that before the file.
    #[arg(long, global = true, env = "LINKSPAN_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
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
    /// Make and list webhook endpoints, roll their secrets, see what became of deliveries.
    #[command(subcommand)]
    Webhooks(webhooks::WebhooksCommand),
    /// List, show and resend events.
    #[command(subcommand)]
    Events(events::EventsCommand),
    /// List institutions, import and export your own.
    #[command(subcommand)]
    Institutions(institutions::InstitutionsCommand),
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
        Command::Webhooks(command) => webhooks::run(command).await,
        Command::Events(command) => events::run(command).await,
        Command::Institutions(command) => institutions::run(command).await,
        Command::Openapi => Ok(say(api::openapi::text(&api::endpoints())?.trim_end())?),
    }
}
