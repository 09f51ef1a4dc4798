//! `openapi`: writes the description of the merchant API to docs/openapi.json.

use std::fs;

use crate::{
    build, console,
    failure::{Failure, Result},
    run::Command,
    workspace::Workspace,
};

/// Asks the server of this code for its document and keeps it.
pub fn openapi(workspace: &Workspace) -> Result<()> {
    let server = build::program(workspace, "linkspan-server", false)?;
    let document = Command::new(workspace.root(), &server.display().to_string(), ["openapi"]).read()?;
    let path = workspace.path("docs/openapi.json");
    fs::write(&path, document + "\n").map_err(Failure::file(&path))?;
    console::ready("docs/openapi.json");
    Ok(())
}
