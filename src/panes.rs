//! One view a pane. Its rules are in `crates/flow/src/panes`, its look in `style/panes`.

mod account_filter;
mod account_list;
pub mod account_picker;
pub mod consent;
pub mod credentials;
pub mod details;
pub mod institution_picker;
pub mod leave;
mod linked;
pub mod manual_entry;
pub mod oauth;
pub mod opening;
pub mod problem;
pub mod success;
