//! `bench`: how fast the flow opens, against a hand-written static page from the same server.

use std::fs;

use clap::Args;

use crate::{
    browser, build, console,
    failure::{Failure, Result},
    run::Command,
    setup,
    workspace::{self, Workspace},
};

/// How to measure.
#[derive(Args)]
pub struct Options {
    /// Times that each contender is measured.
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u32).range(3..))]
    runs: u32,
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
    let web = served_folder(workspace)?;
    console::step("measure", || {
        Command::new(workspace.root(), "node_modules/.bin/playwright", ["test"])
            .args(&["--config", "tests/bench/playwright.config.ts"])
            .env(browser::CHROMIUM_VARIABLE, browser::chromium()?)
            .env("LINKSPAN_SERVER", server)
            .env("LINKSPAN_MERCHANT", merchant)
            .env("LINKSPAN_WEB_DIR", web)
            .env("LINKSPAN_BENCH_RUNS", options.runs.to_string())
            .env("LINKSPAN_BENCH_LIMIT", options.limit.to_string())
            .run()
    })
}

/// dist/ with the static page beside it, so that one server serves both.
fn served_folder(workspace: &Workspace) -> Result<std::path::PathBuf> {
    let dist = workspace.path("dist");
    let web = workspace.target("bench-web");
    if web.exists() {
        fs::remove_dir_all(&web).map_err(Failure::file(&web))?;
    }
    for source in workspace::files_below(&dist)? {
        let Ok(below) = source.strip_prefix(&dist) else { continue };
        copy(&source, &web.join(below))?;
    }
    copy(&workspace.path("tests/bench/static-consent.html"), &web.join("static-consent.html"))?;
    Ok(web)
}

fn copy(from: &std::path::Path, to: &std::path::Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    }
    fs::copy(from, to).map(drop).map_err(Failure::file(from))
}
