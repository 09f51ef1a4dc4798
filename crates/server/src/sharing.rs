//! The page on which a person sees what one agreement shares, keeps a receipt of it, stops it, and
//! confirms accounts whose numbers were typed in.
//!
//! Its address carries a handle of its own, which is shown to nobody but the person, at the end of the
//! flow. Whoever has it can stop the sharing and sees bank, nickname and last four digits; nothing more.

mod deposits;
mod page;
mod receipt;
mod seen;
mod withdraw;

use axum::{
    Router,
    routing::{get, post},
};

use crate::{
    AppState, Failure,
    failure::Answer,
    store::consents::{ConsentRow, page_handle_at},
};

/// The pages, on the flow's origin.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/sharing/{handle}", get(page::show))
        .route("/sharing/{handle}/receipt", get(receipt::download))
        .route("/sharing/{handle}/withdraw", post(withdraw::withdraw))
        .route("/sharing/{handle}/deposits", post(deposits::confirm))
}

/// Where the page of an agreement is. Agreements of before there was one have none.
///
/// # Errors
/// When the handle is sealed under a key that is not here.
pub(crate) fn address(state: &AppState, consent: &ConsentRow) -> Answer<Option<String>> {
    let sealed = consent.page_handle.as_deref();
    let handle = sealed.map(|sealed| state.keyring.open(page_handle_at(&consent.id), sealed)).transpose();
    Ok(handle.map_err(Failure::internal)?.map(|handle| format!("{}/sharing/{handle}", state.origins.flow)))
}
