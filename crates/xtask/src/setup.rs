//! `setup`: installs what is missing. Quick when all is there, so that other tasks just call it.

mod chromium;
mod debian;
mod node;
mod postgres;
mod python;
mod rust;

use std::path::PathBuf;

use crate::{failure::Result, workspace::Workspace};

pub use node::Package;
pub use rust::{deny, machete, wasm_target};

/// All of it.
pub fn everything(workspace: &Workspace) -> Result<()> {
    for_web(workspace)?;
    node::packages(workspace, &[Package::Sdk, Package::Example])?;
    chromium::chromium(workspace)?;
    for_postgres(workspace)?;
    for_python(workspace)?;
    deny(workspace)?;
    machete(workspace)
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

/// What tests in Python need: the folder of its programs.
pub fn for_python(workspace: &Workspace) -> Result<PathBuf> {
    python::programs(workspace)
}

/// What tests on PostgreSQL need: the folder of its programs.
pub fn for_postgres(workspace: &Workspace) -> Result<PathBuf> {
    postgres::programs(workspace)
}
