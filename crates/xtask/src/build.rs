//! `build`: the flow into dist/, by Trunk.

use std::path::Path;

use clap::Args;

use crate::{console, failure::Result, run::Command, setup, workspace::Workspace};

/// Tells the hooks that no development server is wanted.
pub const NO_DEV_SERVER: &str = "LINKSPAN_NO_DEV_SERVER";

/// How to build.
#[derive(Args)]
pub struct Options {
    /// Quick to build, large and slow to load.
    #[arg(long)]
    debug: bool,
}

/// Sets up and builds.
pub fn build(workspace: &Workspace, options: &Options) -> Result<()> {
    setup::for_web(workspace)?;
    web(workspace, !options.debug)
}

/// Builds the flow into dist/.
pub fn web(workspace: &Workspace, release: bool) -> Result<()> {
    console::step("flow, into dist/", || {
        let mut trunk = Command::new(workspace.root(), "trunk", ["build"]);
        if release {
            trunk = trunk.arg("--release");
        }
        trunk.quiet_env("PATH", workspace.tool_path()).quiet_env(NO_DEV_SERVER, "1").run()
    })
}

/// Builds the flow where dist/ is not there yet.
pub fn web_if_missing(workspace: &Workspace) -> Result<()> {
    if workspace.path("dist/linkspan_flow_bg.wasm").exists() {
        return Ok(());
    }
    setup::for_web(workspace)?;
    web(workspace, true)
}

/// Builds an example of a package in release and gives its path.
pub fn example(workspace: &Workspace, package: &str, name: &str) -> Result<std::path::PathBuf> {
    console::step(name, || {
        Command::new(
            workspace.root(),
            "cargo",
            ["build", "--release", "--package", package, "--example", name],
        )
        .run()
    })?;
    Ok(workspace.target(&format!("release/examples/{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// Builds a native program of the workspace and gives its path.
pub fn program(workspace: &Workspace, package: &str, release: bool) -> Result<std::path::PathBuf> {
    console::step(package, || {
        let mut cargo = Command::new(workspace.root(), "cargo", ["build", "--package", package]);
        if release {
            cargo = cargo.arg("--release");
        }
        cargo.run()
    })?;
    let folder = Path::new(if release { "release" } else { "debug" });
    Ok(workspace.target("").join(folder).join(format!("{package}{}", std::env::consts::EXE_SUFFIX)))
}
