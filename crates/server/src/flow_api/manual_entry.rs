//! The person types account numbers in, where no bank fits.
//!
//! From here on they are an access like any other: what stands for the bank's token is the numbers,
//! sealed, and what stands for the bank is `connector::manual`.

use axum::{Json, extract::State, http::HeaderMap};
use linkspan_wire::{
    Account, Permission,
    account::Subcategory,
    link::{
        AttachBankAccount, LookUpRoutingNumber, Manifest, RoutingNumber,
        manual_entry::{BankAccountNumbers, is_account_number},
    },
    routing_number::is_routing_number,
    session::ManualEntryMode,
};
use sqlx::AnyConnection;

use super::{access, auth_sessions::draft, body::Body, consent, failures, institutions, manifest};
use crate::{
    AppState, Failure,
    connector::{MANUAL_ENTRY, TypedIn},
    failure::Answer,
    ids,
    store::{
        auth_sessions::{self, Flow, Offered, Settled, access_token_at},
        authorizations, completion,
        selections::{self, SelectionRow},
        sessions::SessionRow,
    },
};

/// Where routing numbers are from.
const COUNTRY: &str = "US";

/// Whether numbers may be typed in, and who takes them. Here that is for what they are good for only, and
/// where they are; a merchant that takes them itself knows why.
pub(super) fn mode(session: &SessionRow) -> ManualEntryMode {
    let kinds = session.filters.account_subcategories.as_ref();
    let country = session.filters.country.as_ref();
    let useful = session.permissions.contains(&Permission::PaymentMethod)
        && country.is_none_or(|country| country.eq_ignore_ascii_case(COUNTRY))
        && kinds.is_none_or(|kinds| kinds.contains(&Subcategory::Checking));
    match ManualEntryMode::parse(&session.manual_entry) {
        Some(ManualEntryMode::Automatic) if useful => ManualEntryMode::Automatic,
        Some(ManualEntryMode::Custom) => ManualEntryMode::Custom,
        _ => ManualEntryMode::Disabled,
    }
}

/// Which bank a routing number is of.
pub(super) async fn look_up(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<LookUpRoutingNumber>,
) -> Answer<Json<RoutingNumber>> {
    let session = access::open(&state, &headers, &request.key).await?.session;
    consent::required(&state, &session).await?;
    state.search_limits.check(&session.id)?;
    check_routing_number(&request.routing_number)?;
    let record = state.directory.by_routing_number(&request.routing_number);
    Ok(Json(RoutingNumber { bank: record.map(|record| record.name.clone()) }))
}

/// Keeps the account among those chosen. A repeat changes nothing.
pub(super) async fn attach(
    State(state): State<AppState>,
    headers: HeaderMap,
    Body(request): Body<AttachBankAccount>,
) -> Answer<Json<Manifest>> {
    let opened = access::open(&state, &headers, &request.key).await?;
    let session = &opened.session;
    consent::required(&state, session).await?;
    if mode(session) != ManualEntryMode::Automatic {
        return Err(failures::step_not_allowed("This session takes no account numbers that are typed in."));
    }
    let numbers = &request.numbers;
    check_routing_number(&numbers.routing_number)?;
    let bank = state.directory.by_routing_number(&numbers.routing_number);
    if !bank.is_none_or(|bank| institutions::fits(bank, &session.filters)) {
        let message = "The routing number is of a bank in another country than this session asks for.";
        return Err(Failure::invalid_param("routing_number", message));
    }
    if !is_account_number(&numbers.account_number) {
        let message = "An account number has 1 to 17 digits.";
        return Err(Failure::invalid_param("account_number", message));
    }
    let now = state.now();
    let mut tx = state.store.begin_write(&session.merchant).await?;
    let before = selections::of_session(&mut *tx, &session.id).await?;
    let known = known(&state, &mut tx, session, &before, numbers).await?;
    let chosen = |id: &String| before.iter().any(|selection| selection.account == *id);
    if !known.as_ref().is_some_and(|(account, _)| chosen(account)) {
        if manifest::is_full(session, before.len()) {
            let message = "As many accounts as allowed have been chosen already.";
            return Err(failures::step_not_allowed(message));
        }
        let (account, typed_in) = known.unwrap_or_else(|| {
            let typed_in = TypedIn {
                id: ids::new_id("bcacc_"),
                routing_number: numbers.routing_number.clone(),
                account_number: numbers.account_number.clone(),
                verified: false,
            };
            (ids::new_id("fca_"), typed_in)
        });
        choose(&state, &mut tx, session, account, &typed_in).await?;
    }
    let cancelled = auth_sessions::leave(&mut tx, &session.id, now).await?;
    tx.commit().await?;
    for id in cancelled {
        state.announce(id);
    }
    manifest::build(&state, &opened).await.map(Json)
}

fn check_routing_number(number: &str) -> Answer<()> {
    if is_routing_number(number) {
        return Ok(());
    }
    let message = "A routing number has nine digits, the last of which is a check digit.";
    Err(Failure::invalid_param("routing_number", message))
}

async fn choose(
    state: &AppState,
    tx: &mut AnyConnection,
    session: &SessionRow,
    account: String,
    typed_in: &TypedIn,
) -> Answer<()> {
    let (id, now) = (ids::new_id("bcsess_"), state.now());
    let offered = [Offered { id: ids::new_id("bcacc_"), account: typed_in.account() }];
    let settled = Settled {
        id: &id,
        session: &session.id,
        institution: MANUAL_ENTRY,
        flow: Flow::ManualEntry,
        access_token: &state.keyring.seal(access_token_at(&id), &typed_in.token()),
        offered: &offered,
        now,
    };
    auth_sessions::insert_settled(&mut *tx, &state.keyring, &settled).await?;
    let bank = state.directory.by_routing_number(&typed_in.routing_number);
    let [Offered { account: described, .. }] = &offered;
    let draft = Account {
        institution: None,
        institution_name: bank.map(|record| record.name.clone()).unwrap_or_default(),
        permissions: Some(vec![Permission::PaymentMethod]),
        ..draft::draft(account.clone(), session, (MANUAL_ENTRY, ""), described, now)
    };
    let selection = SelectionRow {
        account,
        auth_session: id.clone(),
        institution: MANUAL_ENTRY.into(),
        bank_account: typed_in.id.clone(),
        draft: draft.into(),
    };
    selections::replace(tx, &session.id, &id, &[selection]).await?;
    Ok(())
}

/// The account with these numbers that this holder has linked before, or chosen in this session, with
/// what was typed in then. There is no hash of numbers to look it up by: one could be tried out.
async fn known(
    state: &AppState,
    tx: &mut AnyConnection,
    session: &SessionRow,
    before: &[SelectionRow],
    numbers: &BankAccountNumbers,
) -> Answer<Option<(String, TypedIn)>> {
    let holder = completion::holder(&session.account_holder);
    let linked = authorizations::of_holder(&mut *tx, &session.merchant, holder, MANUAL_ENTRY).await?;
    let mut tokens = Vec::new();
    for (account, authorization) in &linked {
        tokens.push((account.clone(), authorization.token(&state.keyring).map_err(Failure::internal)?));
    }
    for selection in before.iter().filter(|selection| selection.institution == MANUAL_ENTRY) {
        let row = auth_sessions::find(&mut *tx, &session.id, &selection.auth_session).await?;
        if let Some(token) =
            row.map(|row| row.token(&state.keyring)).transpose().map_err(Failure::internal)?
        {
            tokens.push((selection.account.clone(), token));
        }
    }
    let same = |typed_in: &TypedIn| {
        typed_in.routing_number == numbers.routing_number && typed_in.account_number == numbers.account_number
    };
    Ok(tokens.into_iter().find_map(|(account, token)| {
        let typed_in = TypedIn::of(&token).ok().filter(same)?;
        Some((account, typed_in))
    }))
}
