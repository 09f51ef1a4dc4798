//! The rules of each pane.

mod account_picker;
mod accounts_loading;
mod bank_in_this_tab;
mod consent;
mod credentials;
mod institution_picker;
mod institution_search;
mod manual_entry;
mod partner_auth;
mod problem;
mod success;
