//! `setup`: installs what is missing. Quick when all is there, so that other tasks just call it.

mod chromium;
mod node;
mod rust;

use crate::{failure::Result, workspace::Workspace};

pub use node::Package;
pub use rust::wasm_target;

/// All of it.
pub fn everything(workspace: &Workspace) -> Result<()> {
    for_web(workspace)?;
    node::packages(workspace, &[Package::Sdk])?;
    chromium::chromium(workspace)
}

/// What building the flow needs.
pub fn for_web(workspace: &Workspace) -> Result<()> {
    wasm_target(workspace)?;
    node::packages(workspace, &[Package::Root, Package::Embed])?;
    rust::wasm_bindgen(workspace)?;
    rust::trunk(workspace)
}

/// npm packages of one folder.
pub fn for_node(workspace: &Workspace, packages: &[Package]) -> Result<()> {
    node::packages(workspace, packages)
}

/// What browser tests need beyond the flow itself.
pub fn for_browser(workspace: &Workspace) -> Result<()> {
    node::packages(workspace, &[Package::Root])?;
    chromium::chromium(workspace)
}
