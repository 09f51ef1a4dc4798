//! Steps about the flow's app.

use crate::{
    background::Background, browser, build, demo::Ready, failure::Result, run::Command, setup, size,
    workspace::Workspace,
};

const APP: [&str; 4] = ["--package", "linkspan", "--target", "wasm32-unknown-unknown"];

/// `cargo clippy` for the browser.
pub fn clippy(workspace: &Workspace) -> Result<()> {
    setup::wasm_target(workspace)?;
    Command::new(workspace.root(), "cargo", ["clippy"])
        .args(&APP)
        .args(&["--all-targets", "--", "-D", "warnings"])
        .run()
}

/// The release build.
pub fn build(workspace: &Workspace) -> Result<()> {
    setup::for_web(workspace)?;
    build::web(workspace, true)?;
    Ok(())
}

/// The budgets.
pub fn size(workspace: &Workspace) -> Result<()> {
    size::weigh_dist(workspace)?;
    Ok(())
}

/// `wasm-bindgen-test` in headless Chromium, with a real server to talk to.
pub fn tests(workspace: &Workspace) -> Result<()> {
    setup::for_web(workspace)?;
    setup::for_browser(workspace)?;
    build::web_if_missing(workspace)?;
    let program = build::program(workspace, "linkspan-server", false)?;
    let data = workspace.target("wasm-test");
    if data.exists() {
        std::fs::remove_dir_all(&data).map_err(crate::failure::Failure::file(&data))?;
    }
    let any = "127.0.0.1:0";
    let server = Command::new(workspace.root(), &program.display().to_string(), ["serve", "--ready-json"])
        .args(&[
            "--listen",
            any,
            "--flow-listen",
            any,
            "--bank-listen",
            any,
            "--web-dir",
            "dist",
            "--data-dir",
        ])
        .arg(data.join("data"));
    let (_server, ready) = Background::start::<Ready>(&server, &data.join("server.log"))?;
    Command::new(workspace.root(), "cargo", ["test"])
        .args(&APP)
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        // For all tests together; the runner's own limit is 20 s.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env("CHROMEDRIVER", browser::driver()?)
        .env("LINKSPAN_TEST_API_ORIGIN", &ready.api)
        .env("LINKSPAN_TEST_FLOW_ORIGIN", &ready.flow)
        .quiet_env("LINKSPAN_TEST_SECRET_KEY", &ready.secret_key)
        .quiet_env("LINKSPAN_TEST_PUBLISHABLE_KEY", &ready.publishable_key)
        .run()
}
