//! The session as the merchant API shows it.

use linkspan_wire::{
    ClientSecret, List,
    session::{
        CancelledDetails, Hosted, Limits, ManualEntry, ManualEntryMode, Session, SessionStatus,
        SessionStatusDetails, UiMode,
    },
};

use crate::{
    AppState, Failure,
    failure::Answer,
    store::{
        accounts,
        sessions::{SessionRow, client_secret_at, page_handle_at},
        tokens,
    },
};

/// The session as the merchant API shows it, with what it has linked.
///
/// # Errors
/// When the database fails.
pub async fn object(state: &AppState, row: &SessionRow) -> Answer<Session> {
    let now = state.now();
    let open = row.is_open_at(now);
    let linked = accounts::of_session(state.store.pool(), &row.id).await?;
    let mode = ManualEntryMode::parse(&row.manual_entry).unwrap_or(ManualEntryMode::Disabled);
    let client_secret = if open { Some(opened_secret(state, row)?) } else { None };
    let handle = row.page_handle.as_deref().filter(|_| open);
    let handle = handle.map(|handle| state.keyring.open(page_handle_at(&row.id), handle)).transpose();
    let handle = handle.map_err(Failure::internal)?;
    let ui_mode = UiMode::parse(&row.ui_mode).unwrap_or(UiMode::Modal);
    let (hosted, return_url) = match ui_mode {
        UiMode::Modal => (None, row.return_url.clone()),
        UiMode::Hosted => (row.return_url.clone().map(|return_url| hosted(row, return_url)), None),
    };
    let status = row.status_at(now);
    let cancelled =
        (status == SessionStatus::Cancelled).then(|| CancelledDetails { reason: row.cancelled_reason() });
    Ok(Session {
        id: row.id.clone(),
        object: "financial_connections.session".into(),
        account_holder: Some(row.account_holder.0.clone()),
        accounts: List::new("/v1/financial_connections/accounts", linked, false),
        bank_account_token: tokens::of_session(state.store.pool(), &row.id).await?,
        client_secret,
        filters: row.filters.0.clone(),
        limits: row
            .limit_accounts
            .and_then(|accounts| u32::try_from(accounts).ok())
            .map(|accounts| Limits { accounts }),
        hosted,
        livemode: false,
        manual_entry: Some(ManualEntry { mode }),
        permissions: row.permissions.0.clone(),
        prefetch: Some(row.prefetch.0.clone()),
        relink_options: row.relink_options.as_ref().map(|options| options.0.clone()),
        relink_result: row.relink_result.as_ref().map(|result| result.0.clone()),
        return_url,
        status,
        status_details: SessionStatusDetails { cancelled },
        ui_mode,
        url: handle.map(|handle| format!("{}/link/{handle}", state.origins.flow)),
    })
}

/// Nothing here writes to people about a repair, so its address is always the merchant's to pass on.
fn hosted(row: &SessionRow, return_url: String) -> Hosted {
    Hosted { delivery_method: row.relink_options.is_some().then(|| "url".into()), return_url }
}

/// The client secret of a session that is open.
///
/// # Errors
/// When it cannot be opened; that is logged.
pub fn opened_secret(state: &AppState, row: &SessionRow) -> Answer<ClientSecret> {
    let secret = state.keyring.open(client_secret_at(&row.id), &row.client_secret);
    ClientSecret::parse(&secret.map_err(Failure::internal)?).map_err(|_| Failure::internal(Malformed))
}

/// The server's own secret is not of the form that pages accept.
#[derive(Debug, thiserror::Error)]
#[error("a client secret in the database is malformed")]
struct Malformed;
