//! The session as the merchant API shows it.

use linkspan_wire::{
    ClientSecret, List,
    session::{Limits, ManualEntry, ManualEntryMode, Session},
};

use crate::{
    AppState,
    failure::Answer,
    store::{accounts, sessions::SessionRow},
};

/// The session as the merchant API shows it, with what it has linked.
///
/// # Errors
/// When the database fails.
pub async fn object(state: &AppState, row: &SessionRow) -> Answer<Session> {
    let now = state.now();
    let open = row.is_open_at(now);
    let linked = accounts::of_session(state.store.pool(), &row.id).await?;
    let mode =
        if row.manual_entry == "automatic" { ManualEntryMode::Automatic } else { ManualEntryMode::Disabled };
    Ok(Session {
        id: row.id.clone(),
        object: "financial_connections.session".into(),
        account_holder: Some(row.account_holder.0.clone()),
        accounts: List::new("/v1/financial_connections/accounts", linked, false),
        client_secret: if open { ClientSecret::parse(&row.client_secret).ok() } else { None },
        filters: row.filters.0.clone(),
        limits: row
            .limit_accounts
            .and_then(|accounts| u32::try_from(accounts).ok())
            .map(|accounts| Limits { accounts }),
        livemode: false,
        manual_entry: Some(ManualEntry { mode }),
        permissions: row.permissions.0.clone(),
        prefetch: Some(row.prefetch.0.clone()),
        return_url: row.return_url.clone(),
        status: row.status_at(now),
        url: row
            .page_handle
            .as_ref()
            .filter(|_| open)
            .map(|handle| format!("{}/link/{handle}", state.origins.flow)),
    })
}
