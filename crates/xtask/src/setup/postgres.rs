//! PostgreSQL's programs.

use std::path::{Path, PathBuf};

use super::debian;
use crate::{
    console,
    failure::{Failure, Result},
    workspace::Workspace,
};

/// Where Debian puts every version's programs, which are not on the path.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Installs PostgreSQL where that is possible, or says what to install. Gives the folder of its
/// programs.
pub fn programs(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(folder) = find() {
        console::ready("PostgreSQL");
        return Ok(folder);
    }
    debian::install(workspace, "PostgreSQL", &["postgresql"])?;
    find().ok_or_else(|| Failure::Missing {
        what: "PostgreSQL (`initdb` and `pg_ctl`)".to_owned(),
        remedy: "Install it from your system's packages (Debian: `apt-get install postgresql`).".to_owned(),
    })
}

fn find() -> Option<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let newest = versions.map(|version| version.path().join("bin")).filter(|folder| complete(folder)).max();
    newest.or_else(|| {
        let folder = which::which("initdb").ok()?.parent()?.to_owned();
        complete(&folder).then_some(folder)
    })
}

fn complete(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|program| folder.join(program).exists())
}
