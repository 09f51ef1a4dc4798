//! The directory that holds the database and what only its owner may read.

use std::{
    fs,
    io::{self, Write},
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

/// Writes a new file that only its owner can read. It is on the disk when this returns.
///
/// # Errors
/// When there is one already, or the file system refuses.
pub fn write_private(file: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options.open(file)?;
    opened.write_all(content)?;
    opened.sync_all()
}
