//! Chromium and chromedriver.

use super::debian;
use crate::{browser, console, failure::Result, workspace::Workspace};

/// Installs both where that is possible, or says what to install.
pub fn chromium(workspace: &Workspace) -> Result<()> {
    let what = "Chromium and chromedriver";
    if browser::chromium().is_ok() && browser::driver().is_ok() {
        console::ready(what);
        return Ok(());
    }
    debian::install(workspace, what, &["chromium", "chromium-driver"])?;
    browser::chromium()?;
    browser::driver().map(drop)
}
