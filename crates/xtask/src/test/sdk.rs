//! Official SDKs, told another address and nothing else.

use std::env;

use tempfile::TempDir;

use super::endpoints;
use crate::{
    build,
    failure::{Failure, Result},
    run::Command,
    setup::{self, Package},
    workspace::Workspace,
};

/// Where the suite in Python is.
const PYTHON: &str = "tests/sdk-python";

/// The suites in Node and in Python; each starts servers of its own, one a file, and asks all that there is.
pub fn sdk(workspace: &Workspace) -> Result<()> {
    setup::for_node(workspace, &[Package::Sdk, Package::Example])?;
    let programs = setup::for_python(workspace)?;
    let server = build::program(workspace, "linkspan-server", false)?;
    let logs = logs()?;
    Command::new(&workspace.path(Package::Sdk.folder()), "npm", ["test"])
        .env("LINKSPAN_SERVER", &server)
        .quiet_env("SERVER_LOGS", logs.path())
        .run()?;
    endpoints::all_answered(workspace, logs.path())?;
    let logs = self::logs()?;
    let pytest = programs.join("pytest").display().to_string();
    Command::new::<&str>(&workspace.path(PYTHON), &pytest, [])
        .env("LINKSPAN_SERVER", &server)
        .quiet_env("SERVER_LOGS", logs.path())
        .quiet_env("PYTHONDONTWRITEBYTECODE", "1")
        .run()?;
    endpoints::all_answered(workspace, logs.path())
}

/// A folder for what the servers of a suite log.
fn logs() -> Result<TempDir> {
    tempfile::tempdir().map_err(Failure::file(&env::temp_dir()))
}
