//! The rules of each pane.

pub(crate) mod account_picker;
pub(crate) mod consent;
pub(crate) mod institution_picker;
pub(crate) mod manual_entry;
pub(crate) mod partner_auth;
pub(crate) mod problem;
pub(crate) mod success;
