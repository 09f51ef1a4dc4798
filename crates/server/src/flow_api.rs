//! The flow's own API (`linkspan_wire::link::path`), on the flow's origin.

use axum::Router;

use crate::AppState;

/// Routes below `/v1` on the flow's origin.
pub fn router() -> Router<AppState> {
    Router::new()
}
