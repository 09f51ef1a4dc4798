//! What is left of an object that was deleted.

use serde::{Deserialize, Serialize};

/// What is left of an object that was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deleted {
    /// As before.
    pub id: String,
    /// As before.
    pub object: String,
    /// Always true.
    pub deleted: bool,
}

impl Deleted {
    /// What is left of this object.
    pub fn new(id: impl Into<String>, object: impl Into<String>) -> Self {
        Self { id: id.into(), object: object.into(), deleted: true }
    }
}
