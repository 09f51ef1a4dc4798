//! The list object that every collection of the merchant API is wrapped in.

use serde::{Deserialize, Serialize};

/// `{object: "list", data, has_more, url}`, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct List<T> {
    /// Always `list`.
    pub object: ListTag,
    /// This page's rows.
    pub data: Vec<T>,
    /// Whether rows follow behind this page.
    pub has_more: bool,
    /// The path that was listed, without query.
    pub url: String,
}

/// The literal `list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ListTag {
    /// The only value.
    List,
}

impl<T> List<T> {
    /// One page of rows under `url`.
    pub fn new(url: impl Into<String>, data: Vec<T>, has_more: bool) -> Self {
        Self { object: ListTag::List, data, has_more, url: url.into() }
    }
}
