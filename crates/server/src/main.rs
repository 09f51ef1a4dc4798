//! Starts the server.

use std::{io::IsTerminal, process::ExitCode};

use clap::Parser;
use linkspan_server::cli::{Cli, run};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    log_to_stderr();
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Lines for a person at a terminal, JSON for a collector. What is logged is for `RUST_LOG` to
/// say; the default leaves out statements and their values.
fn log_to_stderr() {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tantivy=warn"));
    let registry = tracing_subscriber::registry().with(filter);
    let terminal = std::io::stderr().is_terminal();
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    if terminal {
        registry.with(layer).init();
    } else {
        registry.with(layer.json().flatten_event(true).with_span_list(false)).init();
    }
}
