//! The directory of institutions: records, drawn icons, search.

pub mod record;

pub use record::{Behaviour, Record};
