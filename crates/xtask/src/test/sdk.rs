//! Official SDKs, told another address and nothing else.

use crate::{
    build,
    failure::Result,
    run::Command,
    setup::{self, Package},
    workspace::Workspace,
};

/// Where the suite in Python is.
const PYTHON: &str = "tests/sdk-python";

/// The suites in Node and in Python; each starts servers of its own, one a file.
pub fn sdk(workspace: &Workspace) -> Result<()> {
    setup::for_node(workspace, &[Package::Sdk, Package::Example])?;
    let programs = setup::for_python(workspace)?;
    let server = build::program(workspace, "linkspan-server", false)?;
    Command::new(&workspace.path(Package::Sdk.folder()), "npm", ["test"])
        .env("LINKSPAN_SERVER", &server)
        .run()?;
    let pytest = programs.join("pytest").display().to_string();
    Command::new::<&str>(&workspace.path(PYTHON), &pytest, [])
        .env("LINKSPAN_SERVER", &server)
        .quiet_env("PYTHONDONTWRITEBYTECODE", "1")
        .run()
}
