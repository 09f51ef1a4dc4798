//! The accounts that an authorized sign-in opens, for the person to choose from.

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::{
    ApiError, ErrorType, ExtraFields, Permission,
    error::{code, reason},
    link::{OneAuthSession, Pane, PartnerAccount, PartnerAccounts, UnavailableReason},
};

use super::{eligible, offer};
use crate::{
    AppState, Failure,
    failure::Answer,
    flow_api::{access, body::Body, current, failures, manifest, saved},
    store::{
        auth_sessions::{self, AuthSessionRow, Offer, Offered, Status},
        completion,
        selections::{self, SelectionRow},
        sessions::SessionRow,
    },
};

pub(super) async fn accounts(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<OneAuthSession>,
) -> Answer<Json<PartnerAccounts>> {
    let session = access::open(&state, &headers, &request.key).await?.session;
    let row = current::find(&state, &session.id, &request.auth_session).await?;
    let offer = offered(&state, &row).await?;
    let chosen = selections::of_session(state.store.pool(), &session.id).await?;
    let data = if row.institution == saved::INSTITUTION {
        saved::rows(&state, &session, &row).await?
    } else {
        rows(&state, &session, &row, (&offer.accounts, &chosen)).await?
    };
    let others = || chosen.iter().filter(|selection| selection.auth_session != row.id);
    let needs_payments = eligible::lacks_one_that_pays(&session.filters, others());
    check(needs_payments, &data)?;

    // One that was chosen through another sign-in takes no further place.
    let further = data.iter().filter(|account| account.selectable() && !is_chosen(account, &chosen)).count();
    // Too many to take all of them: then the person has to choose here as well.
    let all_fit = manifest::limit(&session)
        .is_none_or(|limit| usize::try_from(limit).is_ok_and(|limit| chosen.len() + further <= limit));
    let skip_account_selection = offer.chosen_at_bank && all_fit;
    Ok(Json(PartnerAccounts { data, next_pane: Pane::AccountPicker, skip_account_selection, needs_payments }))
}

/// The accounts of an authorized sign-in, read now if that failed when it was authorized.
pub(in crate::flow_api) async fn offered(state: &AppState, row: &AuthSessionRow) -> Answer<Offer> {
    if row.status != Status::Authorized {
        return Err(failures::step_not_allowed("The bank has not authorized this sign-in.")
            .with_param("auth_session"));
    }
    if let Some(accounts) = row.offered(&state.keyring)? {
        return Ok(Offer {
            accounts,
            chosen_at_bank: row.chosen_at_bank,
            access_ends_at: row.access_ends_at,
        });
    }
    let token = row.token(&state.keyring).map_err(Failure::internal)?;
    let offer = offer::read(state, &row.institution, &token).await.map_err(|error| {
        if error.is_unavailable() { failures::bank(&error) } else { failures::accounts_unavailable() }
    })?;
    if auth_sessions::offer(state.store.pool(), &state.keyring, &row.id, &offer).await? {
        return Ok(offer);
    }
    // Another request read them first: its ids count.
    let row = current::find(state, &row.session, &row.id).await?;
    let accounts = row.offered(&state.keyring)?.ok_or_else(failures::accounts_unavailable)?;
    Ok(Offer { accounts, chosen_at_bank: row.chosen_at_bank, access_ends_at: row.access_ends_at })
}

fn is_chosen(account: &PartnerAccount, chosen: &[SelectionRow]) -> bool {
    let id = account.linked_account.as_ref();
    id.is_some_and(|id| chosen.iter().any(|one| one.account == *id))
}

async fn rows(
    state: &AppState,
    session: &SessionRow,
    row: &AuthSessionRow,
    (offered, chosen): (&[Offered], &[SelectionRow]),
) -> Answer<Vec<PartnerAccount>> {
    let show_balance = session.permissions.contains(&Permission::Balances);
    let mut linked = completion::linked_at(state.store.pool(), session, &row.institution).await?;
    let here = chosen.iter().filter(|one| one.institution == row.institution);
    linked.extend(here.map(|one| (one.bank_account.clone(), one.account.clone())));
    let mut rows = Vec::with_capacity(offered.len());
    for Offered { id, account } in offered {
        let balance_amount = account
            .balance
            .as_ref()
            .filter(|_| show_balance)
            .and_then(|balance| balance.current.get(&account.currency).copied());
        rows.push(PartnerAccount {
            id: id.clone(),
            name: account.name.clone(),
            last4: Some(account.last4.clone()),
            subcategory: account.subcategory,
            holder_category: account.holder_category,
            balance_amount,
            currency: balance_amount.map(|_| account.currency.clone()),
            supported_payment_method_types: account.supported_payment_method_types.clone(),
            unavailable: eligible::unavailable(account, &session.filters),
            linked_account: linked.get(&account.id).cloned(),
            institution_name: None,
        });
    }
    // What the session has is behind what it could have: of a limit, ticks go to the rest first.
    rows.sort_by_key(|row| is_chosen(row, chosen));
    Ok(rows)
}

/// Never an empty choice: either something can be chosen or the error says that nothing can.
fn check(needs_payments: bool, rows: &[PartnerAccount]) -> Answer<()> {
    if rows.is_empty() {
        return Err(failures::accounts_unavailable());
    }
    let fits = rows.iter().any(|row| row.selectable() && (!needs_payments || row.takes_payments()));
    if fits {
        return Ok(());
    }
    let error = ApiError::new(
        ErrorType::InvalidRequestError,
        code::NO_ELIGIBLE_ACCOUNTS,
        "The institution has accounts, but none that fits what this session asks for.",
    );
    Err(Failure::new(
        axum::http::StatusCode::BAD_REQUEST,
        error.with_extra(ExtraFields {
            reason: Some(why(rows).into()),
            institution_name: banks(rows),
            total_accounts_count: u32::try_from(rows.len()).ok(),
            ..ExtraFields::default()
        }),
    ))
}

/// The names of the banks that do not let these through, each once.
fn banks(rows: &[PartnerAccount]) -> Option<String> {
    let refused = rows.iter().filter(|row| row.unavailable == Some(UnavailableReason::NeedsSignIn));
    let mut names: Vec<&str> = Vec::new();
    for name in refused.filter_map(|row| row.institution_name.as_deref()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// Why none of them fits, where it is one and the same.
fn why(rows: &[PartnerAccount]) -> &'static str {
    match UnavailableReason::common(rows) {
        Some(UnavailableReason::KindNotRequested) => reason::KIND_NOT_REQUESTED,
        Some(UnavailableReason::NoPayments) => reason::NO_PAYMENTS,
        Some(UnavailableReason::NeedsSignIn) => reason::NEEDS_SIGN_IN,
        // Those that can be chosen were not enough: one that pays was asked for.
        _ if rows.iter().any(PartnerAccount::selectable) => reason::NO_PAYMENTS,
        _ => code::NO_ELIGIBLE_ACCOUNTS,
    }
}
