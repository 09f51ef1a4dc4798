//! Chromium and chromedriver.

use std::path::Path;

use crate::{browser, console, failure::Result, run::Command, workspace::Workspace};

/// Installs both where that is possible, or says what to install.
pub fn chromium(workspace: &Workspace) -> Result<()> {
    if browser::chromium().is_ok() && browser::driver().is_ok() {
        console::ready("Chromium and chromedriver");
        return Ok(());
    }
    if debian_as_root(workspace) {
        console::step("Chromium and chromedriver", || {
            Command::new(workspace.root(), "apt-get", ["update", "-q"]).run()?;
            Command::new(
                workspace.root(),
                "apt-get",
                ["install", "-qy", "--no-install-recommends", "chromium", "chromium-driver"],
            )
            .env("DEBIAN_FRONTEND", "noninteractive")
            .run()
        })?;
    }
    browser::chromium()?;
    browser::driver().map(drop)
}

fn debian_as_root(workspace: &Workspace) -> bool {
    Path::new("/etc/debian_version").exists()
        && Command::new(workspace.root(), "id", ["-u"]).read().is_ok_and(|user| user == "0")
}
