//! The flow's own API (`linkspan_wire::link::path`), on the flow's origin.
//!
//! The order of the steps is kept here, whatever the page asks for: no bank without consent, no
//! account without the bank's yes, no choice of what was not offered, nothing after the end.

mod access;
mod auth_sessions;
mod bank_account_token;
mod body;
mod changes;
mod complete;
mod consent;
mod current;
mod failures;
mod institutions;
mod limits;
mod link_more;
mod locale;
mod manifest;
mod manual_entry;
mod page;
mod saved;
mod synchronize;
mod terms;
mod unattended;

use axum::{Router, routing::post};
use linkspan_wire::link::path;

pub(crate) use access::cookie;
pub(crate) use auth_sessions::read_offer;
pub(crate) use changes::settled;
pub use limits::SearchLimits;
pub use page::Page;
pub(crate) use saved::masked;
pub use terms::{ACCESS_DAYS, VERSION as TERMS_VERSION};
pub(crate) use unattended::{Unattended, link_unattended};

use crate::AppState;

/// Routes below `/v1` on the flow's origin.
pub fn router() -> Router<AppState> {
    Router::new()
        .route(path::SYNCHRONIZE, post(synchronize::synchronize))
        .route(path::CONSENT_ACQUIRED, post(consent::acquired))
        .route(path::FEATURED_INSTITUTIONS, post(institutions::featured))
        .route(path::INSTITUTIONS, post(institutions::search))
        .route(path::LINK_MORE_ACCOUNTS, post(link_more::link_more))
        .route(path::ROUTING_NUMBER, post(manual_entry::look_up))
        .route(path::ATTACH_BANK_ACCOUNT, post(manual_entry::attach))
        .route(path::COMPLETE, post(complete::complete))
        .route(path::BANK_ACCOUNT_TOKEN, post(bank_account_token::token))
        .merge(auth_sessions::router())
}
