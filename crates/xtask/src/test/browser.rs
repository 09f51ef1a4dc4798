//! Steps that run under Node: the embed scripts, whole flows in Chromium.

use crate::{
    browser, build,
    failure::{Failure, Result},
    replay,
    run::Command,
    setup::{self, Package},
    workspace::Workspace,
};

/// Types and tests of the embed scripts.
pub fn embed(workspace: &Workspace) -> Result<()> {
    setup::for_node(workspace, &[Package::Embed])?;
    let embed = workspace.path("embed");
    Command::new(&embed, "npm", ["run", "check"]).run()?;
    Command::new(&embed, "npm", ["test"]).run()?;
    setup::for_browser(workspace)?;
    Command::new(&embed, "npm", ["run", "test:browser"])
        .env(browser::CHROMIUM_VARIABLE, browser::chromium()?)
        .run()
}

/// Playwright. What the flows logged is done again afterwards, natively.
pub fn end_to_end(workspace: &Workspace) -> Result<()> {
    setup::for_browser(workspace)?;
    build::web_if_missing(workspace)?;
    let logs = workspace.target("flow-logs");
    if logs.exists() {
        std::fs::remove_dir_all(&logs).map_err(Failure::file(&logs))?;
    }
    playwright(workspace, &["test"])?.env("FLOW_LOGS", &logs).run()?;
    replay::replay_all(&logs)
}

/// A Playwright command with the programs it starts, built.
pub fn playwright(workspace: &Workspace, words: &[&str]) -> Result<Command> {
    let server = build::program(workspace, "linkspan-server", false)?;
    let merchant = build::program(workspace, "linkspan-example-merchant", false)?;
    Ok(Command::new(workspace.root(), "node_modules/.bin/playwright", words)
        .args(&["--config", "tests/e2e/playwright.config.ts"])
        .env(browser::CHROMIUM_VARIABLE, browser::chromium()?)
        .env("LINKSPAN_SERVER", server)
        .env("LINKSPAN_MERCHANT", merchant))
}
