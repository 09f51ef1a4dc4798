//! One file a pane.

mod account_list;
mod account_picker;
mod closing;
mod consent;
mod credentials;
mod institution_picker;
mod manual_entry;
mod oauth;
mod opening;
mod problem;
mod saved;
mod success;
