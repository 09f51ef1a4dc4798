//! Sessions.

use linkspan_wire::{
    ApiError, Permission, Prefetch,
    account::AccountHolder,
    error::code,
    session::{CancelledReason, Filters, RelinkOptions, RelinkResult, SessionStatus},
};
use sqlx::{FromRow, any::AnyExecutor};

use super::{flag::Flag, json::Json};
use crate::{at_rest::Place, ids};

/// One session. No `Debug`: it carries the client secret.
#[derive(Clone, PartialEq, FromRow)]
pub struct SessionRow {
    /// `fcsess_…`
    pub id: String,
    /// `acct_…`
    pub merchant: String,
    /// For the merchant's server to read again; sealed.
    pub client_secret: String,
    /// What it is looked up by.
    pub client_secret_hash: String,
    /// Names the full-page flow in an address; only with `return_url`; sealed.
    pub page_handle: Option<String>,
    /// What it is looked up by.
    pub page_handle_hash: Option<String>,
    /// Whose accounts are linked.
    pub account_holder: Json<AccountHolder>,
    /// `cus_…`, when the holder is a customer.
    pub customer: Option<String>,
    /// What the merchant asks to read.
    pub permissions: Json<Vec<Permission>>,
    /// What is fetched as soon as an account is linked.
    pub prefetch: Json<Vec<Prefetch>>,
    /// What narrows the choice.
    pub filters: Json<Filters>,
    /// At most this many accounts.
    pub limit_accounts: Option<i64>,
    /// `automatic` or `disabled`.
    pub manual_entry: String,
    /// Where the full-page flow returns to.
    pub return_url: Option<String>,
    /// `modal` or `hosted`.
    pub ui_mode: String,
    /// The access that it repairs.
    pub relink_options: Option<Json<RelinkOptions>>,
    /// What became of that.
    pub relink_result: Option<Json<RelinkResult>>,
    /// As stored; see [`SessionRow::status_at`].
    pub status: String,
    /// What ended it.
    pub terminal_error: Option<Json<ApiError>>,
    /// Ended by the clock, or by the test helper.
    #[sqlx(try_from = "Flag")]
    pub expired: bool,
    /// Unix seconds.
    pub created: i64,
    /// Unix seconds.
    pub expires_at: i64,
    /// Unix seconds at which it ended.
    pub completed_at: Option<i64>,
}

impl SessionRow {
    /// The stored status.
    pub fn stored_status(&self) -> SessionStatus {
        [SessionStatus::Succeeded, SessionStatus::Failed, SessionStatus::Cancelled]
            .into_iter()
            .find(|status| status.as_str() == self.status)
            .unwrap_or(SessionStatus::Pending)
    }

    /// Whether its time is over although nobody ended it.
    pub fn expired_at(&self, now: i64) -> bool {
        self.expired || (self.stored_status() == SessionStatus::Pending && now >= self.expires_at)
    }

    /// The status that a reader sees: a session whose time is over counts as cancelled even
    /// before the sweep came by.
    pub fn status_at(&self, now: i64) -> SessionStatus {
        match self.stored_status() {
            SessionStatus::Pending if self.expired_at(now) => SessionStatus::Cancelled,
            status => status,
        }
    }

    /// Whether its time is over and nothing has been made of it yet.
    pub fn is_overdue_at(&self, now: i64) -> bool {
        self.status_at(now) != self.stored_status()
    }

    /// Why it was cancelled, if it was.
    pub fn cancelled_reason(&self) -> CancelledReason {
        let error = self.terminal_error.as_ref().and_then(|error| error.0.code.as_deref());
        if error == Some(code::CUSTOM_MANUAL_ENTRY) {
            CancelledReason::CustomManualEntry
        } else {
            CancelledReason::Other
        }
    }

    /// Whether the flow can still run.
    pub fn is_open_at(&self, now: i64) -> bool {
        self.status_at(now) == SessionStatus::Pending
    }
}

/// Where the client secret of a session is.
pub fn client_secret_at(session: &str) -> Place<'_> {
    Place::new("sessions", "client_secret", session)
}

/// Where the page handle of a session is.
pub fn page_handle_at(session: &str) -> Place<'_> {
    Place::new("sessions", "page_handle", session)
}

/// Keeps a new session.
pub async fn insert(db: impl AnyExecutor<'_>, row: &SessionRow) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO sessions (id, merchant, client_secret, client_secret_hash, page_handle, \
         page_handle_hash, account_holder, customer, permissions, prefetch, filters, limit_accounts, \
         manual_entry, return_url, status, expired, created, expires_at, ui_mode, relink_options) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
    )
    .bind(&row.id)
    .bind(&row.merchant)
    .bind(&row.client_secret)
    .bind(&row.client_secret_hash)
    .bind(&row.page_handle)
    .bind(&row.page_handle_hash)
    .bind(&row.account_holder)
    .bind(&row.customer)
    .bind(&row.permissions)
    .bind(&row.prefetch)
    .bind(&row.filters)
    .bind(row.limit_accounts)
    .bind(&row.manual_entry)
    .bind(&row.return_url)
    .bind(&row.status)
    .bind(Flag(row.expired))
    .bind(row.created)
    .bind(row.expires_at)
    .bind(&row.ui_mode)
    .bind(&row.relink_options)
    .execute(db)
    .await?;
    Ok(())
}

/// A session of this merchant.
pub async fn find(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    id: &str,
) -> Result<Option<SessionRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM sessions WHERE id = $1 AND merchant = $2")
        .bind(id)
        .bind(merchant)
        .fetch_optional(db)
        .await
}

/// A session that the server itself points to, whoever's it is.
pub async fn find_by_id(db: impl AnyExecutor<'_>, id: &str) -> Result<Option<SessionRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM sessions WHERE id = $1").bind(id).fetch_optional(db).await
}

/// The session of this merchant that a client secret opens, ended ones included.
pub async fn find_by_client_secret(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    client_secret: &str,
) -> Result<Option<SessionRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM sessions WHERE client_secret_hash = $1 AND merchant = $2")
        .bind(ids::sha256_hex(client_secret))
        .bind(merchant)
        .fetch_optional(db)
        .await
}

/// The session whose full-page flow a handle opens, ended ones included.
pub async fn find_by_page_handle(
    db: impl AnyExecutor<'_>,
    handle: &str,
) -> Result<Option<SessionRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM sessions WHERE page_handle_hash = $1")
        .bind(ids::sha256_hex(handle))
        .fetch_optional(db)
        .await
}

/// Ends a session's time now, if it is still pending. Says whether it was.
pub async fn expire(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    id: &str,
    now: i64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE sessions SET expires_at = $1, expired = 1 WHERE id = $2 AND merchant = $3 AND status = 'pending'",
    )
    .bind(now)
    .bind(id)
    .bind(merchant)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the time of all sessions of a customer that are still pending.
pub async fn expire_all_of(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    customer: &str,
    now: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE sessions SET expires_at = $1, expired = 1
         WHERE customer = $2 AND merchant = $3 AND status = 'pending'",
    )
    .bind(now)
    .bind(customer)
    .bind(merchant)
    .execute(db)
    .await?;
    Ok(())
}

/// Pending sessions whose time is over, at most `limit`, longest over first.
pub async fn overdue(db: impl AnyExecutor<'_>, now: i64, limit: i64) -> Result<Vec<SessionRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT * FROM sessions WHERE status = 'pending' AND expires_at <= $1 ORDER BY expires_at LIMIT $2",
    )
    .bind(now)
    .bind(limit)
    .fetch_all(db)
    .await
}
