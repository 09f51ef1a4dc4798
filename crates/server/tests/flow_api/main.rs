//! The flow's API and the OAuth window against the real bank: one file for each route.

#[path = "../support/mod.rs"]
mod support;

mod accounts;
mod auth_sessions;
mod callback;
mod cancel;
mod complete;
mod consent;
mod credentials;
mod here;
mod institutions;
mod keys;
mod limits;
mod link_more;
mod manifest;
mod manual_entry;
mod post;
mod retrieve;
mod saved;
mod saved_page;
mod selected;
mod sharing;
mod start;
mod synchronize;
mod texts;

/// Test institutions, by what is particular about them.
mod bank {
    pub const CREDENTIALS: &str = "bcinst_test_credentials";
    pub const KEYWORDS: &str = "bcinst_bank_credentials";
    pub const OAUTH: &str = "bcinst_test_oauth";
    pub const CHOOSE_AT_BANK: &str = "bcinst_bank_oauth";
    pub const NO_PAYMENTS: &str = "bcinst_invalid_payments";
    pub const DOWN_SCHEDULED: &str = "bcinst_down_scheduled";
    pub const DOWN_UNSCHEDULED: &str = "bcinst_down_unscheduled";
    pub const DOWN_ERROR: &str = "bcinst_down_error";
}
