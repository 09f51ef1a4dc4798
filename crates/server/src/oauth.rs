//! The pop-up's way to the bank and back: `/auth/{handle}` and `/auth/callback` on the flow's origin.

use axum::Router;

use crate::AppState;

/// Routes below `/auth` on the flow's origin.
pub fn router() -> Router<AppState> {
    Router::new()
}
