//! Python packages, each as its hash says, in an environment of their own below target/.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::debian;
use crate::{
    console,
    failure::{Failure, Result},
    run::Command,
    workspace::Workspace,
};

/// The locked packages.
const LOCK: &str = "tests/contract/requirements.txt";
/// The oldest Python that the lock file was made for.
const PYTHON: (u32, u32) = (3, 11);

/// Installs the packages of the lock file and gives the folder of their programs.
pub fn programs(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target("python");
    let programs = folder.join("bin");
    let lock = workspace.path(LOCK);
    let wanted = fs::read(&lock).map_err(Failure::file(&lock))?;
    // Written last: what was interrupted is made again.
    let installed = folder.join("installed.txt");
    if fs::read(&installed).is_ok_and(|text| text == wanted) && programs.join("python").exists() {
        console::ready("Python packages");
        return Ok(programs);
    }
    environment(workspace, &folder)?;
    console::step("Python packages", || {
        Command::new(workspace.root(), &programs.join("python").display().to_string(), ["-m", "pip"])
            .args(&["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", LOCK])
            .run()
    })?;
    fs::write(&installed, wanted).map_err(Failure::file(&installed))?;
    Ok(programs)
}

/// An empty environment with pip.
fn environment(workspace: &Workspace, folder: &Path) -> Result<()> {
    let make =
        || Command::new(workspace.root(), "python3", ["-m", "venv", "--clear"]).arg(folder.as_os_str()).run();
    if !new_enough(workspace) || !has_venv(workspace) {
        debian::install(workspace, "Python", &["python3", "python3-venv"])?;
    }
    if new_enough(workspace) && has_venv(workspace) {
        return make();
    }
    let (major, minor) = PYTHON;
    Err(Failure::Missing {
        what: format!("Python {major}.{minor} or newer, with venv"),
        remedy: "Install it from your system's packages (Debian: `apt-get install python3 python3-venv`)."
            .to_owned(),
    })
}

fn new_enough(workspace: &Workspace) -> bool {
    let (major, minor) = PYTHON;
    let question = format!("import sys; sys.exit(sys.version_info < ({major}, {minor}))");
    Command::new(workspace.root(), "python3", ["-c", &question]).read().is_ok()
}

/// Debian has `venv` without `ensurepip`, which is in a package of its own.
fn has_venv(workspace: &Workspace) -> bool {
    Command::new(workspace.root(), "python3", ["-c", "import venv, ensurepip"]).read().is_ok()
}
