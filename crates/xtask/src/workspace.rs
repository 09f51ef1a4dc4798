//! Where things are in this repository.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use serde::Deserialize;

use crate::failure::{Failure, Result};

/// The repository's root and what is below it.
pub struct Workspace {
    root: PathBuf,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<LockedPackage>,
}

#[derive(Deserialize)]
struct LockedPackage {
    name: String,
    version: String,
}

impl Workspace {
    /// The workspace that this program was built in.
    pub fn find() -> Result<Self> {
        let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = crate_dir.ancestors().nth(2).ok_or_else(|| Failure::Content {
            path: crate_dir.to_owned(),
            what: "is not two folders below the repository's root".to_owned(),
        })?;
        Ok(Self { root: root.to_owned() })
    }

    /// The repository's root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Something below the root.
    pub fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// Cargo's target folder; `CARGO_TARGET_DIR` moves it.
    pub fn target(&self, below: &str) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), PathBuf::from).join(below)
    }

    /// The version of a crate in Cargo.lock.
    pub fn locked_version(&self, name: &str) -> Result<String> {
        let path = self.path("Cargo.lock");
        let text = fs::read_to_string(&path).map_err(Failure::file(&path))?;
        let lock: Lock = toml::from_str(&text)
            .map_err(|error| Failure::Content { path: path.clone(), what: error.to_string() })?;
        lock.package
            .into_iter()
            .find(|package| package.name == name)
            .map(|package| package.version)
            .ok_or_else(|| Failure::Content { path, what: format!("has no package `{name}`") })
    }

    /// `PATH` with the npm tools of the root package in front.
    pub fn tool_path(&self) -> OsString {
        let mut folders = vec![self.path("node_modules/.bin")];
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        env::join_paths(folders).unwrap_or_else(|_| env::var_os("PATH").unwrap_or_default())
    }
}

/// Whether this is a machine that nobody sits at.
pub fn unattended() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty())
}

/// When a file was last written; `None` when it is not there.
pub fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

/// All files below a folder, sorted, `node_modules` left out.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(folder, &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(Failure::file(folder))? {
        let entry = entry.map_err(Failure::file(folder))?;
        let path = entry.path();
        if path.is_dir() {
            if entry.file_name() != "node_modules" {
                collect(&path, found)?;
            }
        } else {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_names_wasm_bindgen() {
        let workspace = Workspace::find().expect("a workspace");
        let version = workspace.locked_version("wasm-bindgen").expect("locked");
        assert!(version.starts_with("0.2."), "{version}");
        assert!(workspace.locked_version("no-such-crate").is_err());
    }
}
