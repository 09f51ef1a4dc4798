//! The directory that holds the database and the sandbox's keys.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

const DATABASE: &str = "linkspan.db";

/// Makes the directory and the database's file where there are none, and gives the file's path.
///
/// Both are for their owner alone: the database holds client secrets and what people linked.
/// `SQLite` gives the files that it puts beside the database the same mode.
///
/// # Errors
/// When the file system refuses.
pub fn prepare(dir: &Path) -> io::Result<PathBuf> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)?;
    let database = dir.join(DATABASE);
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&database)?;
    Ok(database)
}
