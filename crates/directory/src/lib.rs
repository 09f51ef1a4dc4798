//! The directory of institutions: records, drawn icons, search.
//!
//! ```
//! # fn main() -> Result<(), linkspan_directory::DirectoryError> {
//! let directory = linkspan_directory::Directory::sandbox()?;
//! let found = directory.search("nroth", 5)?;
//! assert_eq!(found[0].name, "Northline");
//! # Ok(())
//! # }
//! ```

mod check;
mod directory;
mod error;
mod fold;
mod generated;
mod icon;
pub mod motif;
pub mod record;
mod search;

pub use directory::Directory;
pub use error::DirectoryError;
pub use motif::Motif;
pub use record::{Behaviour, Record, Source};
