//! The person goes to the bank in the tab that the flow is in, and comes back to the flow.

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::{
    host::Theme,
    link::{AuthSession, SignInHere},
};

use super::view;
use crate::{
    AppState,
    failure::Answer,
    flow_api::{access, body::Body, consent, current, failures, page::Page},
    ids,
    store::{
        auth_sessions::{self, Flow, Status, Tab},
        sessions::SessionRow,
    },
};

/// Answers with an address of its own for the sign-in. Where whoever goes by it comes back to is kept
/// here: no part of an address decides it. A sign-in that has ended is told as it is.
pub(super) async fn here(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<SignInHere>,
) -> Answer<Json<AuthSession>> {
    let session = access::open(&state, &headers, &request.key).await?.session;
    let row = current::find(&state, &session.id, &request.auth_session).await?;
    if row.flow != Flow::Oauth {
        return Err(failures::step_not_allowed("This sign-in has no window of the bank."));
    }
    let page = request.key.page.as_deref().filter(|_| request.key.client_secret.is_none());
    let returns_to = match page.and_then(Page::named) {
        Some(page) => page_again(&state, &session, &page, request.theme).await?,
        None => session.return_url.clone().ok_or_else(|| {
            failures::step_not_allowed("This session has no 'return_url' that the person could come back to.")
        })?,
    };
    let handle = ids::new_secret("");
    let tab = Tab { handle_hash: &ids::sha256_hex(&handle), returns_to: &returns_to };
    if auth_sessions::open_in_tab(state.store.pool(), &row.id, &tab, state.now()).await? {
        let url = Some(format!("{}/auth/{handle}", state.origins.flow));
        return Ok(Json(AuthSession { url, ..view(&state, &row)? }));
    }
    let row = current::find(&state, &session.id, &row.id).await?;
    if row.status == Status::Pending {
        return Err(failures::step_not_allowed("The bank has sent the person back already."));
    }
    auth_sessions::tell(state.store.pool(), &row, state.now()).await?;
    Ok(Json(view(&state, &row)?))
}

/// The page that the person is on, in the language and the colours that it has.
async fn page_again(state: &AppState, session: &SessionRow, page: &Page, theme: Theme) -> Answer<String> {
    let locale = consent::required(state, session).await?.locale;
    let theme = match theme {
        Theme::Auto => None,
        Theme::Light => Some(("theme", "light")),
        Theme::Dark => Some(("theme", "dark")),
    };
    let look = std::iter::once(("locale", &*locale)).chain(theme);
    Ok(format!("{}{}", state.origins.flow, page.address(look)))
}
