//! The only script of the repository. Every sub-command says what it does, and the plain command
//! that does the same by hand.
#![allow(clippy::print_stdout, reason = "a command-line tool speaks on standard output")]

mod assets;
mod background;
mod bench;
mod browser;
mod build;
mod console;
mod demo;
mod dev_server;
mod diagram;
mod failure;
mod finish;
mod import_names;
mod openapi;
mod ports;
mod postgres;
mod replay;
mod run;
mod screenshots;
mod setup;
mod size;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{
    failure::{Failure, Result},
    workspace::Workspace,
};

/// Everything that is done with this repository, each as one command.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing: wasm target, Trunk, wasm-bindgen, npm and Python packages, Chromium, PostgreSQL.
    Setup,
    /// Write the style sheet and the embed scripts to target/web (a hook of Trunk does this too).
    Assets,
    /// Build the flow into dist/.
    Build(build::Options),
    /// Start a development server behind `trunk serve`, unless one answers already.
    DevServer(dev_server::Options),
    /// Tidy the staged build; called by a hook of Trunk.
    #[command(hide = true)]
    Finish,
    /// Build and start everything: server, flow, and a merchant's page to try it on.
    Demo(demo::Options),
    /// Run the checks and tests, all of them or the named ones.
    Test(test::Options),
    /// Show the size of each shipped file against its budget.
    Size(size::Options),
    /// Measure how fast the flow opens, against a static page.
    Bench(bench::Options),
    /// Write the description of the merchant API to docs/openapi.json.
    Openapi,
    /// Walk every state of the flow and write what can follow what to docs/flow.md.
    Diagram,
    /// Do a flow again by its log (`Linkspan.flowLog()`), and show where it was at each step.
    Replay(replay::Options),
    /// Photograph every pane into docs/panes.
    Screenshots(screenshots::Options),
}

fn main() -> ExitCode {
    match perform(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        // The table of the test run has said it already, and its count is the last line.
        Err(Failure::Steps(_)) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nxtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    let workspace = Workspace::find()?;
    match task {
        Task::Setup => setup::everything(&workspace),
        Task::Assets => assets::assets(&workspace),
        Task::Build(options) => build::build(&workspace, &options),
        Task::DevServer(options) => dev_server::dev_server(&workspace, &options),
        Task::Finish => finish::finish(&workspace),
        Task::Demo(options) => demo::demo(&workspace, &options),
        Task::Test(options) => test::test(&workspace, &options),
        Task::Size(options) => size::size(&workspace, &options),
        Task::Bench(options) => bench::bench(&workspace, &options),
        Task::Openapi => openapi::openapi(&workspace),
        Task::Diagram => diagram::diagram(&workspace),
        Task::Replay(options) => replay::replay(&options),
        Task::Screenshots(options) => screenshots::screenshots(&workspace, &options),
    }
}
