//! The Chromium and chromedriver that tests and measurements run in.

use std::{env, path::PathBuf};

use crate::failure::{Failure, Result};

/// Variable that names another Chromium.
pub const CHROMIUM_VARIABLE: &str = "LINKSPAN_CHROMIUM";
/// Variable that names another chromedriver.
pub const DRIVER_VARIABLE: &str = "CHROMEDRIVER";

const CHROMIUMS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// Finds Chromium.
pub fn chromium() -> Result<PathBuf> {
    find(CHROMIUM_VARIABLE, &CHROMIUMS, "Chromium")
}

/// Finds chromedriver.
pub fn driver() -> Result<PathBuf> {
    find(DRIVER_VARIABLE, &["chromedriver"], "chromedriver")
}

fn find(variable: &str, names: &[&str], what: &str) -> Result<PathBuf> {
    if let Some(named) = env::var_os(variable) {
        let path = PathBuf::from(named);
        return if path.is_file() {
            Ok(path)
        } else {
            Err(Failure::Missing {
                what: format!("{what} at {}", path.display()),
                remedy: format!("Correct or unset {variable}."),
            })
        };
    }
    names.iter().find_map(|name| which::which(name).ok()).ok_or_else(|| Failure::Missing {
        what: what.to_owned(),
        remedy: format!(
            "Install it (Debian: `apt-get install chromium chromium-driver`; macOS: \
             `brew install --cask chromium chromedriver`), or set {variable} to its path."
        ),
    })
}
