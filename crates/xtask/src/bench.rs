//! `bench`: how fast the flow opens, against a hand-written static page from the same server; and how
//! many requests the merchant API answers, against a constant.

use std::{fs, path::PathBuf};

use clap::Args;

use crate::{
    browser, build, console,
    failure::{Failure, Result},
    postgres::{Durability, Postgres},
    run::Command,
    setup,
    workspace::Workspace,
};

/// How to measure.
#[derive(Args)]
pub struct Options {
    /// Times that each contender is measured.
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u32).range(3..))]
    runs: u32,
    /// Measure only these: `open`, `search`, `load`; none for all.
    only: Vec<String>,
    /// Use the dist/ that is there.
    #[arg(long)]
    no_build: bool,
    /// Exit with an error when the flow takes more than this many times the static page.
    #[arg(long, default_value_t = 3.5)]
    limit: f64,
}

/// Builds everything in release and measures.
pub fn bench(workspace: &Workspace, options: &Options) -> Result<()> {
    setup::for_browser(workspace)?;
    if !options.no_build {
        setup::for_web(workspace)?;
        build::web(workspace, true)?;
    }
    let server = build::program(workspace, "linkspan-server", true)?;
    let merchant = build::program(workspace, "linkspan-example-merchant", true)?;
    let constant = build::example(workspace, "linkspan-server", "constant")?;
    let static_page = static_page(workspace)?;
    let postgres = Postgres::start(workspace, Durability::Full)?;
    console::step("measure", || {
        Command::new(workspace.root(), "node_modules/.bin/playwright", ["test"])
            .args(&["--config", "tests/bench/playwright.config.ts"])
            .args(&options.only)
            .env(browser::CHROMIUM_VARIABLE, browser::chromium()?)
            .env("LINKSPAN_SERVER", server)
            .env("LINKSPAN_MERCHANT", merchant)
            .env("LINKSPAN_BENCH_STATIC", static_page)
            .env("LINKSPAN_BENCH_CONSTANT", constant)
            .env("LINKSPAN_BENCH_POSTGRES", postgres.url())
            .env("LINKSPAN_BENCH_RUNS", options.runs.to_string())
            .env("LINKSPAN_BENCH_LIMIT", options.limit.to_string())
            .run()
    })
}

/// A web build whose only page is the static one, with the style sheet of the real one.
fn static_page(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target("bench-static");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    for (from, to) in [
        ("tests/bench/static-consent.html", "index.html"),
        ("tests/bench/static-consent.js", "static-consent.js"),
        ("dist/flow.css", "flow.css"),
    ] {
        let from = workspace.path(from);
        fs::copy(&from, folder.join(to)).map_err(Failure::file(&from))?;
    }
    Ok(folder)
}
