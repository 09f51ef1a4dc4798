//! The manifest, from what is stored: so a reload goes on where the flow was.

use std::collections::BTreeSet;

use linkspan_directory::Record;
use linkspan_wire::{
    link::{Institution, Manifest, Merchant, Pane},
    permission::Prefetch,
};
use sqlx::AnyPool;

use super::{access::Opened, auth_sessions::view, current, institutions, manual_entry, saved, terms};
use crate::{
    AppState,
    connector::MANUAL_ENTRY,
    failure::Answer,
    saved_page, sharing,
    store::{
        accounts,
        auth_sessions::{self, AuthSessionRow, Status},
        completion::holder,
        consents, customers, microdeposits,
        selections::{self, SelectionRow},
        sessions::SessionRow,
        status_details,
    },
};

/// The manifest of a session as it stands.
pub(super) async fn build(state: &AppState, opened: &Opened) -> Answer<Manifest> {
    let Opened { session, merchant, by_page } = opened;
    let pool = state.store.pool();
    let consent = consents::find(pool, &session.id).await?;
    let active = current::of_session(state, session).await?;
    let chosen = selections::of_session(pool, &session.id).await?;
    let limit = limit(session);
    let known = saved::is_known(state, session).await?;
    let may_use_saved = consent.is_some() && chosen.is_empty() && saved::may_use(state, session).await?;
    let mut terms = terms::terms(consent.as_ref(), state.now());
    terms.access_ends_at = access_ends_at(pool, session, &chosen, terms.access_ends_at).await?;
    Ok(Manifest {
        id: session.id.clone(),
        livemode: false,
        next_pane: if consent.is_some() { pane(active.as_ref(), chosen.len()) } else { Pane::Consent },
        merchant: Merchant {
            name: merchant.name.clone(),
            icon: merchant.icon_svg.as_ref().map(|_| format!("/icons/merchant/{}.svg", merchant.id)),
            color: merchant.color.clone(),
            purpose: merchant.purpose.clone(),
            privacy_url: merchant.privacy_url.clone(),
            support_email: merchant.support_email.clone(),
        },
        account_holder: if *by_page { account_holder(pool, session).await? } else { None },
        provider_name: state.config.provider_name.clone(),
        permissions: session.permissions.0.clone(),
        prefetched: session.prefetch.0.iter().copied().map(Prefetch::permission).collect(),
        shared_permissions: accounts::shared(pool, &session.merchant, holder(&session.account_holder))
            .await?,
        consent: terms,
        single_account: limit == Some(1),
        account_limit: limit,
        institution_search_disabled: false,
        institution_count: institutions::count(state, &session.filters),
        initial_institution: initial_institution(state, session).await?,
        saved_accounts: may_use_saved.then(|| saved::institution(state)),
        relink: session.relink_options.is_some(),
        active_auth_session: active.map(|row| view(state, &row)).transpose()?,
        disable_link_more_accounts: is_full(session, chosen.len()),
        manual_entry: manual_entry::mode(session),
        typed_in: chosen.iter().any(|one| one.institution == MANUAL_ENTRY),
        awaits_microdeposits: awaits_microdeposits(pool, session, &chosen).await?,
        offer_save: saved::offers_to_save(state, session, &chosen).await?,
        skip_success_pane: false,
        linked_accounts: chosen.iter().map(|selection| (&selection.draft.0).into()).collect(),
        closed_accounts: closed(&chosen),
        return_url: session.return_url.clone(),
        sharing_url: consent.as_ref().map(|consent| sharing::address(state, consent)).transpose()?.flatten(),
        saved_url: known.then(|| saved_page::address(state)),
        expires_at: session.expires_at,
    })
}

/// Whom the accounts are linked for: so somebody who opens an address that was made for another sees it. In
/// the merchant's own page it is the merchant who knows who is there.
async fn account_holder(pool: &AnyPool, session: &SessionRow) -> Answer<Option<String>> {
    let Some(id) = &session.customer else { return Ok(None) };
    let Some(customer) = customers::find(pool, &session.merchant, id).await? else { return Ok(None) };
    let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    Ok(said(customer.name).or_else(|| said(customer.email).map(|email| saved::masked(&email))))
}

/// Until when something of what was chosen can be read: a bank may end it before the agreement does.
async fn access_ends_at(
    pool: &AnyPool,
    session: &SessionRow,
    chosen: &[SelectionRow],
    agreed: i64,
) -> Answer<i64> {
    let sign_ins: BTreeSet<&str> = chosen.iter().map(|one| &*one.auth_session).collect();
    let mut last = None;
    for id in sign_ins {
        let row = auth_sessions::find(pool, &session.id, id).await?;
        let by_bank = row.and_then(|row| row.access_ends_at).unwrap_or(agreed);
        last = last.max(Some(by_bank.min(agreed)));
    }
    Ok(last.unwrap_or(agreed))
}

/// Whether the person will have to tell what was paid into an account whose numbers were typed in: not
/// again where they did.
async fn awaits_microdeposits(pool: &AnyPool, session: &SessionRow, chosen: &[SelectionRow]) -> Answer<bool> {
    for one in chosen.iter().filter(|one| one.institution == MANUAL_ENTRY) {
        let paid = microdeposits::find(pool, &session.merchant, &one.account).await?;
        if paid.is_none_or(|paid| paid.verified_at.is_none()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The bank that the merchant named, until a sign-in was begun: whoever comes back from there may
/// want another.
async fn initial_institution(state: &AppState, session: &SessionRow) -> Answer<Option<Institution>> {
    let Some(id) = &session.filters.institution else { return Ok(None) };
    if auth_sessions::any(state.store.pool(), &session.id).await? {
        return Ok(None);
    }
    Ok(state.directory.get(id).map(Record::institution))
}

/// Where somebody goes on who has agreed.
fn pane(active: Option<&AuthSessionRow>, chosen: usize) -> Pane {
    match active.map(|row| row.status) {
        Some(Status::Pending) => Pane::PartnerAuth,
        Some(Status::Authorized) => Pane::AccountPicker,
        _ if chosen > 0 => Pane::Success,
        _ => Pane::InstitutionPicker,
    }
}

/// Those of the chosen accounts that their banks have closed.
fn closed(chosen: &[SelectionRow]) -> Vec<String> {
    let closed = status_details::inactive(linkspan_wire::status_details::StatusCause::AccountClosed);
    let drafts = chosen.iter().map(|one| &one.draft.0);
    drafts.filter(|draft| draft.status_details == closed).map(|draft| draft.id.clone()).collect()
}

/// At most this many accounts.
pub(super) fn limit(session: &SessionRow) -> Option<u32> {
    session.limit_accounts.map(|limit| u32::try_from(limit).unwrap_or(u32::MAX))
}

/// Whether no further account fits.
pub(super) fn is_full(session: &SessionRow, chosen: usize) -> bool {
    limit(session).is_some_and(|limit| usize::try_from(limit).is_ok_and(|limit| chosen >= limit))
}
