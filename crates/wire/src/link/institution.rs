//! A bank, as the picker shows it.

use serde::{Deserialize, Serialize};

/// Stands for the bank of saved accounts: signing in there is a code instead of a password.
pub const SAVED: &str = "bcinst_saved";

/// A bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Institution {
    /// `bcinst_…`
    pub id: String,
    /// As people know it.
    pub name: String,
    /// Host name of its site, such as `northline.example`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Path of its icon on the flow's origin; absent: the first letter on `color`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// `#rrggbb`, dark enough for white text (4.5:1).
    pub color: String,
    /// How it is doing.
    #[serde(default)]
    pub health: Health,
}

/// How a bank's sign-in is doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// Working normally.
    #[default]
    Normal,
    /// Slow or failing now and then.
    Degraded,
    /// Closed or failing.
    Down,
    /// A state that this build does not know.
    #[serde(other)]
    Unknown,
}

/// Banks: featured ones in their order, or those found, best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Institutions {
    /// The rows.
    pub data: Vec<Institution>,
    /// Whether typing account numbers in is offered below.
    #[serde(default)]
    pub show_manual_entry: bool,
}
