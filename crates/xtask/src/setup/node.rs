//! npm packages: the tools of the root, the embed scripts, the SDK tests.

use std::path::Path;

use crate::{
    console,
    failure::{Failure, Result},
    run::Command,
    workspace::{self, Workspace},
};

/// The oldest Node that the tools run on.
const NODE: u32 = 20;

/// A folder with a `package.json` of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Package {
    /// Browser tests and build tools.
    Root,
    /// The embed scripts.
    Embed,
    /// Tests with official SDKs.
    Sdk,
    /// The script of the README.
    Example,
}

impl Package {
    /// The folder, below the root.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Root => ".",
            Self::Embed => "embed",
            Self::Sdk => "tests/sdk",
            Self::Example => "examples/node",
        }
    }
}

/// Installs the packages of these folders, each as its lock file says.
pub fn packages(workspace: &Workspace, packages: &[Package]) -> Result<()> {
    if packages.iter().all(|package| installed(&workspace.path(package.folder()))) {
        console::ready("npm packages");
        return Ok(());
    }
    node(workspace)?;
    for package in packages {
        let folder = workspace.path(package.folder());
        if !installed(&folder) {
            console::step(&format!("npm packages in {}", package.folder()), || {
                Command::new(&folder, "npm", ["ci", "--no-audit", "--no-fund"]).run()
            })?;
        }
    }
    Ok(())
}

/// npm writes this file last; one older than the lock file is of another lock file.
fn installed(folder: &Path) -> bool {
    let marker = workspace::modified(&folder.join("node_modules/.package-lock.json"));
    let lock = workspace::modified(&folder.join("package-lock.json"));
    marker.is_some_and(|marker| lock.is_none_or(|lock| marker >= lock))
}

fn node(workspace: &Workspace) -> Result<()> {
    let missing = || Failure::Missing {
        what: format!("Node.js {NODE} or newer, with npm"),
        remedy:
            "Install it from your system's packages (Debian: `apt-get install nodejs npm`) or by a version \
                 manager."
                .to_owned(),
    };
    let version = Command::new(workspace.root(), "node", ["--version"]).read().map_err(|_| missing())?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE) || which::which("npm").is_err() {
        return Err(missing());
    }
    Ok(())
}
