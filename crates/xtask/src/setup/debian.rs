//! Packages of Debian's.

use std::path::Path;

use crate::{console, failure::Result, run::Command, workspace::Workspace};

/// Installs these packages where that is possible: as root on Debian. Elsewhere nothing happens, and
/// whoever needs them says what is missing.
pub fn install(workspace: &Workspace, what: &str, packages: &[&str]) -> Result<()> {
    if !as_root(workspace) {
        return Ok(());
    }
    console::step(what, || {
        Command::new(workspace.root(), "apt-get", ["update", "-q"]).run()?;
        Command::new(workspace.root(), "apt-get", ["install", "-qy", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .run()
    })
}

fn as_root(workspace: &Workspace) -> bool {
    Path::new("/etc/debian_version").exists()
        && Command::new(workspace.root(), "id", ["-u"]).read().is_ok_and(|user| user == "0")
}
