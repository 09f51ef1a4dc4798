//! A new session, once its parameters are known to be right.

use linkspan_wire::{
    Permission, Prefetch,
    account::AccountHolder,
    session::{Filters, ManualEntryMode, RelinkOptions, SessionStatus, UiMode},
};

use crate::{
    AppState,
    failure::Answer,
    ids,
    store::{
        merchants::Merchant,
        sessions::{self, SessionRow, client_secret_at, page_handle_at},
    },
};

/// A new session, once its parameters are known to be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Whose accounts are linked.
    pub account_holder: AccountHolder,
    /// What the merchant asks to read; at least one.
    pub permissions: Vec<Permission>,
    /// What is fetched as soon as an account is linked.
    pub prefetch: Vec<Prefetch>,
    /// What narrows the choice.
    pub filters: Filters,
    /// At most this many accounts; absent for any number.
    pub limit_accounts: Option<u32>,
    /// Whether account numbers may be typed in.
    pub manual_entry: ManualEntryMode,
    /// Where the full-page flow returns to.
    pub return_url: Option<String>,
    /// How the flow is shown; hosted only with `return_url`.
    pub ui_mode: UiMode,
    /// The access that it repairs.
    pub relink: Option<RelinkOptions>,
}

/// Keeps a new session of this merchant.
///
/// # Errors
/// When the database fails.
pub async fn insert(state: &AppState, merchant: &Merchant, new: NewSession) -> Answer<SessionRow> {
    let now = state.now();
    let id = ids::new_id("fcsess_");
    let client_secret = ids::new_client_secret();
    let page_handle = new.return_url.is_some().then(|| ids::new_secret(""));
    let row = SessionRow {
        merchant: merchant.id.clone(),
        client_secret: state.keyring.seal(client_secret_at(&id), &client_secret),
        client_secret_hash: ids::sha256_hex(&client_secret),
        page_handle: page_handle.as_deref().map(|handle| state.keyring.seal(page_handle_at(&id), handle)),
        page_handle_hash: page_handle.as_deref().map(ids::sha256_hex),
        customer: new.account_holder.customer.clone(),
        account_holder: new.account_holder.into(),
        permissions: new.permissions.into(),
        prefetch: new.prefetch.into(),
        filters: new.filters.into(),
        limit_accounts: new.limit_accounts.map(i64::from),
        manual_entry: new.manual_entry.as_str().into(),
        return_url: new.return_url,
        ui_mode: new.ui_mode.as_str().into(),
        relink_options: new.relink.map(Into::into),
        relink_result: None,
        status: SessionStatus::Pending.as_str().into(),
        terminal_error: None,
        expired: false,
        created: now,
        expires_at: now.saturating_add(state.config.session_ttl_seconds),
        completed_at: None,
        id,
    };
    sessions::insert(state.store.pool(), &row).await?;
    Ok(row)
}
