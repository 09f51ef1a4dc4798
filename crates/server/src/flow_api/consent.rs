//! The person agreed to what the consent pane said.

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::link::{ConsentAcquired, Manifest};

use super::{access, body::Body, failures, locale, manifest, saved, terms};
use crate::{
    AppState, Failure,
    failure::Answer,
    ids,
    store::{
        consents::{self, ConsentRow, Shown, page_handle_at},
        merchants::Merchant,
        sessions::SessionRow,
    },
};

pub(super) async fn acquired(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<ConsentAcquired>,
) -> Answer<Json<Manifest>> {
    let opened = access::open(&state, &headers, &request.key).await?;
    locale::check(&request.locale)?;
    if request.version != terms::VERSION {
        return Err(Failure::invalid_param(
            "version",
            "These are not the terms that hold now. Show the present ones and ask again.",
        ));
    }
    agree(&state, &opened.session, &opened.merchant, request.locale).await?;
    saved::greet(&state, &opened.session).await?;
    manifest::build(&state, &opened).await.map(Json)
}

/// Keeps the agreement to the terms that hold now.
pub(super) async fn agree(
    state: &AppState,
    session: &SessionRow,
    merchant: &Merchant,
    locale: String,
) -> Answer<()> {
    let (id, handle, now) = (ids::new_id("fccons_"), ids::new_secret(""), state.now());
    let shown = Shown {
        merchant: merchant.name.clone(),
        purpose: merchant.purpose.clone(),
        privacy_url: merchant.privacy_url.clone(),
        support_email: merchant.support_email.clone(),
    };
    let consent = ConsentRow {
        page_handle: Some(state.keyring.seal(page_handle_at(&id), &handle)),
        shown: Some(shown.into()),
        withdrawn_at: None,
        id,
        session: session.id.clone(),
        version: terms::VERSION.to_owned(),
        locale,
        permissions: session.permissions.clone(),
        acquired_at: now,
        ends_at: terms::ends_at(now),
    };
    consents::insert(state.store.pool(), &consent, &ids::sha256_hex(&handle)).await?;
    Ok(())
}

/// Nothing about banks without agreement.
pub(super) async fn required(state: &AppState, session: &SessionRow) -> Answer<ConsentRow> {
    let consent = consents::find(state.store.pool(), &session.id).await?;
    consent.ok_or_else(|| failures::step_not_allowed("The person has not agreed yet in this session."))
}
