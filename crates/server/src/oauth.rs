//! The pop-up's way to the bank and back: `/auth/{handle}` and `/auth/callback` on the flow's origin.
//!
//! How a sign-in ended is written down here and learned by the flow from the server. The window
//! itself says nothing to anybody: it closes, or asks to be closed.

mod browser;
mod callback;
mod exchange;
mod pkce;
mod start;
mod window;

use axum::{Router, routing::get};

use crate::{AppState, state::Origins};

/// Routes below `/auth` on the flow's origin.
pub fn router() -> Router<AppState> {
    Router::new().route("/auth/callback", get(callback::callback)).route("/auth/{handle}", get(start::start))
}

/// Where the bank sends the browser back to.
pub fn redirect_uri(origins: &Origins) -> String {
    format!("{}/auth/callback", origins.flow)
}
