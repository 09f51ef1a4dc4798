//! The pop-up opens: the browser is made known and sent to the bank.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
};

use url::Url;

use super::{browser, pkce, redirect_uri, window};
use crate::{
    AppState, allowed_origin,
    connector::{self, Authorize, Connector},
    failure::Answer,
    ids,
    person_page::language,
    store::{
        auth_sessions::{self, AuthSessionRow, Began, Status, pkce_verifier_at},
        consents,
        merchants::{self, Merchant},
        sessions::{self, SessionRow},
    },
};

pub(super) async fn start(
    State(state): State<AppState>,
    method: Method,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Response {
    let spoken = language(&headers);
    // A window opens with a plain GET. What only looks ahead must not use the handle up.
    if method != Method::GET || headers.contains_key("sec-purpose") {
        return window::neutral(spoken);
    }
    match begin(&state, &headers, &handle).await {
        Ok(Some(response)) => response,
        Ok(None) => window::neutral(spoken),
        Err(failure) => failure.into_response(),
    }
}

/// The redirect to the bank; `None` when this browser may not go there by this handle.
async fn begin(state: &AppState, headers: &HeaderMap, handle: &str) -> Answer<Option<Response>> {
    let handle_hash = ids::sha256_hex(handle);
    let Some((row, session, merchant)) = find(state, &handle_hash).await? else { return Ok(None) };
    // Which of the two handles it is decides how the person comes back.
    let in_tab = row.tab_handle_hash.as_ref() == Some(&handle_hash);
    let returns_to = row.tab_returns_to.as_deref().filter(|_| in_tab);
    let now = state.now();
    let known = browser::is_known(headers, &state.origins, &row);
    if !known && (row.browser_hash.is_some() || !opened_by_the_flow(headers, &session, &merchant)) {
        return Ok(None);
    }
    if row.status != Status::Pending || row.expires_at <= now || !session.is_open_at(now) {
        // In the flow's own tab there is no other page to go on in: the flow says what became of it.
        return Ok(returns_to.and_then(|address| window::redirect(address, None)));
    }
    let consent = consents::find(state.store.pool(), &session.id).await?;
    let Some(consent) = consent else { return Ok(None) };

    let bank = connector::of(state);
    let (cookie, oauth_state, verifier) = (ids::new_secret(""), ids::new_secret(""), pkce::verifier());
    let scope: Vec<&str> = session.permissions.iter().map(|permission| permission.as_str()).collect();
    let request = Authorize {
        redirect_uri: &redirect_uri(&state.origins),
        state: &oauth_state,
        code_challenge: &pkce::challenge(&verifier),
        scope: &scope.join(" "),
        merchant: &merchant.name,
        locale: &consent.locale,
    };
    let Ok(address) = bank.authorize_url(&row.institution, &request) else {
        return Ok(Some(window::bank_away(&consent.locale, returns_to)));
    };
    let fresh = ids::sha256_hex(&cookie);
    let began = Began {
        browser_hash: row.browser_hash.as_deref().unwrap_or(&fresh),
        state_hash: &ids::sha256_hex(&oauth_state),
        pkce_verifier: &state.keyring.seal(pkce_verifier_at(&row.id), &verifier),
        issuer: &bank.issuer(&row.institution),
        returns_to,
    };
    if !auth_sessions::begin(state.store.pool(), &row.id, &began, now).await? {
        return Ok(returns_to.and_then(|address| window::redirect(address, None)));
    }
    let cookie = (!known).then(|| browser::remember(&state.origins, &row.id, &cookie));
    Ok(window::redirect(address.as_str(), cookie.as_deref()))
}

async fn find(
    state: &AppState,
    handle_hash: &str,
) -> Result<Option<(AuthSessionRow, SessionRow, Merchant)>, sqlx::Error> {
    let pool = state.store.pool();
    let Some(row) = auth_sessions::find_by_handle(pool, handle_hash).await? else {
        return Ok(None);
    };
    let Some(session) = sessions::find_by_id(pool, &row.session).await? else { return Ok(None) };
    let merchant = merchants::find(pool, &session.merchant).await?;
    Ok(merchant.map(|merchant| (row, session, merchant)))
}

/// Whether the window was opened by a page that runs the flow, as far as the browser says.
///
/// Somebody who sends the address of a sign-in to another person wants that person's accounts in a
/// session of his own. A link in a message or on another site gives itself away here. Pages of the
/// merchant's may run the flow in themselves, and then their referrer says so. A full page may run
/// inside an app that opens windows in the system's browser, so there no opener is one too.
fn opened_by_the_flow(headers: &HeaderMap, session: &SessionRow, merchant: &Merchant) -> bool {
    match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
        // Nothing is said by an old browser, and on a plain-text origin that is not loopback.
        None | Some(b"same-origin" | b"same-site") => true,
        Some(b"none") => session.return_url.is_some(),
        Some(b"cross-site") => referrer(headers)
            .is_some_and(|origin| allowed_origin::any_matches(&merchant.allowed_origins, &origin)),
        Some(_) => false,
    }
}

/// The origin of the page that opened this one.
fn referrer(headers: &HeaderMap) -> Option<String> {
    let page = headers.get(header::REFERER)?.to_str().ok()?;
    Url::parse(page).ok().map(|page| page.origin().ascii_serialization())
}
