//! Starts the server.

use std::{env, io::IsTerminal, process::ExitCode};

use linkspan_server::{
    cli::{self, SettingsError},
    log_filter,
};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

/// As clap has it for a command line that is wrong.
const WRONG_SETTINGS: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = match cli::load() {
        Ok(cli) => cli,
        Err(SettingsError::CommandLine(error)) => error.exit(),
        Err(error) => return refuse(&error),
    };
    match log_filter::read(env::var_os(log_filter::VARIABLE).as_deref()) {
        Ok(filter) => log_to_stderr(filter),
        Err(error) => return refuse(&error),
    }
    match cli::run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn refuse(error: &impl std::error::Error) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::from(WRONG_SETTINGS)
}

/// Lines for a person at a terminal, JSON for a collector.
fn log_to_stderr(filter: EnvFilter) {
    let registry = tracing_subscriber::registry().with(filter);
    let terminal = std::io::stderr().is_terminal();
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    if terminal {
        registry.with(layer).init();
    } else {
        registry.with(layer.json().flatten_event(true).with_span_list(false)).init();
    }
}
