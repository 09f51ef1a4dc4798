//! The page on which a person sees, removes and forgets the accounts that they saved.
//!
//! They sign in by e-mail address and one-time code. Until the code was right, all that is shown is the
//! same for every address. After it the browser is known for a quarter of an hour, by a cookie that no
//! script reads and no other site sends; each form carries a token of it as well.

mod browser;
mod forget;
mod held;
mod page;
mod posted;
mod sign_in;

use axum::{
    Router,
    response::Redirect,
    routing::{get, post},
};

use crate::AppState;

/// Where it is, on the flow's origin.
const PATH: &str = "/saved";
/// How long a code may be waited for, and how long a browser is known after it.
const SECONDS: i64 = 15 * 60;

/// The page, on the flow's origin.
pub(crate) fn router() -> Router<AppState> {
    let posted = |answer| get(async || Redirect::to(PATH)).merge(answer);
    Router::new()
        .route(PATH, get(sign_in::show))
        .route("/saved/email", posted(post(sign_in::email)))
        .route("/saved/code", posted(post(sign_in::code)))
        .route("/saved/code/new", posted(post(sign_in::new_code)))
        .route("/saved/remove", posted(post(forget::remove)))
        .route("/saved/phone/remove", posted(post(forget::remove_phone)))
        .route("/saved/forget", get(forget::ask).post(forget::everything))
        .route("/saved/sign-out", posted(post(forget::sign_out)))
}

/// The page's address.
pub(crate) fn address(state: &AppState) -> String {
    format!("{}{PATH}", state.origins.flow)
}
