//! Sign-ins at banks. A row moves from `pending` to one other status and stays there: every
//! change is conditional on `pending`, so of two that race one wins and the other is told.

mod begin;
mod begun;
mod credentials;
mod known;
mod outcome;

use linkspan_wire::link::{AuthFlow, AuthStatus, CredentialStep};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyExecutor;

use crate::store::{UnknownWord, flag::Flag, json::Json, sealed};

pub use begin::{Began, Tab, begin, find_by_handle, find_by_state, open_in_tab, take_state};
pub use begun::begun_at_least;
pub use credentials::{ask, count_attempt, give_attempt_back};
pub use known::{any_elsewhere, last_authorized};
pub use outcome::{authorize, cancel, end, expire, is_untold, offer, tell};

use crate::{
    at_rest::{AtRestError, Keyring, Place},
    connector::{AccessToken, AccountsAnswer, BankAccount},
    ids,
};

/// One sign-in at one bank. No `Debug`: it carries secrets.
#[derive(Clone, sqlx::FromRow)]
pub struct AuthSessionRow {
    /// `bcsess_…`
    pub id: String,
    /// `fcsess_…`
    pub session: String,
    /// `bcinst_…`
    pub institution: String,
    /// How one signs in.
    #[sqlx(try_from = "String")]
    pub flow: Flow,
    /// How it stands.
    #[sqlx(try_from = "String")]
    pub status: Status,
    /// OAuth: names the row in the pop-up's address; while pending; sealed.
    pub start_handle: Option<String>,
    /// OAuth: hash of the handle in the address that the flow's own tab goes to.
    pub tab_handle_hash: Option<String>,
    /// OAuth: where whoever goes by that address comes back to.
    pub tab_returns_to: Option<String>,
    /// OAuth: where the browser that went to the bank last comes back to; `None` for a window.
    pub returns_to: Option<String>,
    /// OAuth: hash of the cookie of the browser in which the pop-up started.
    pub browser_hash: Option<String>,
    /// OAuth: when the first callback took the `state`.
    pub state_used_at: Option<i64>,
    /// OAuth: what the challenge was made of; sealed.
    pub pkce_verifier: Option<String>,
    /// OAuth: who the callback must come from.
    pub issuer: Option<String>,
    /// Credentials: the bank's handle; sealed.
    pub bank_login: Option<String>,
    /// Credentials: what to ask now.
    pub step: Option<Json<CredentialStep>>,
    /// Once authorized; sealed.
    pub access_token: Option<String>,
    /// The bank's accounts, once they were read; while the session is open; sealed.
    pub offered: Option<String>,
    /// The person already chose at the bank which accounts to share.
    #[sqlx(try_from = "Flag")]
    pub chosen_at_bank: bool,
    /// When the bank says that the access ends.
    pub access_ends_at: Option<i64>,
    /// When the flow went on from it.
    pub left_at: Option<i64>,
    /// Unix seconds.
    pub created: i64,
    /// Unix seconds.
    pub expires_at: i64,
}

impl AuthSessionRow {
    /// What the bank gave.
    ///
    /// # Errors
    /// When it is sealed under a key that is not here, or there is none.
    pub fn token(&self, keyring: &Keyring) -> Result<AccessToken, AtRestError> {
        let sealed = self.access_token.as_deref().unwrap_or_default();
        keyring.open(access_token_at(&self.id), sealed).map(AccessToken::new)
    }

    /// What the bank showed; `None` until it was read.
    ///
    /// # Errors
    /// When it is sealed under a key that is not here.
    pub fn offered(&self, keyring: &Keyring) -> Result<Option<Vec<Offered>>, sqlx::Error> {
        self.offered.as_deref().map(|sealed| sealed::open(keyring, offered_at(&self.id), sealed)).transpose()
    }
}

/// An account that a bank showed, under an id that means nothing outside its auth session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Offered {
    /// `bcacc_…`
    pub id: String,
    /// As the bank described it.
    pub account: BankAccount,
}

/// What a bank showed.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// In the bank's order.
    pub accounts: Vec<Offered>,
    /// The person already chose at the bank which of them to share.
    pub chosen_at_bank: bool,
    /// Unix seconds at which the bank says that the access ends.
    pub access_ends_at: Option<i64>,
}

impl Offer {
    /// No accounts.
    pub const fn nothing() -> Self {
        Self { accounts: Vec::new(), chosen_at_bank: false, access_ends_at: None }
    }
}

impl From<AccountsAnswer> for Offer {
    fn from(answer: AccountsAnswer) -> Self {
        let offered = |account| Offered { id: ids::new_id("bcacc_"), account };
        Self {
            accounts: answer.accounts.into_iter().map(offered).collect(),
            chosen_at_bank: answer.chosen_at_bank,
            access_ends_at: answer.access_ends_at,
        }
    }
}

/// [`AuthFlow`] in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// In the bank's own window.
    Oauth,
    /// In the flow.
    Credentials,
    /// No sign-in: the account's numbers were typed in.
    ManualEntry,
    /// No sign-in: a code, for accounts that were saved.
    Saved,
}

/// [`AuthStatus`] in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Under way.
    Pending,
    /// The bank said yes.
    Authorized,
    /// The person said no.
    Denied,
    /// The bank refused or broke.
    Failed,
    /// Given up from the flow.
    Cancelled,
    /// Took too long.
    Expired,
}

impl Flow {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Oauth => "oauth",
            Self::Credentials => "credentials",
            Self::ManualEntry => "manual_entry",
            Self::Saved => "saved",
        }
    }
}

impl TryFrom<String> for Flow {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, UnknownWord> {
        let known = [Self::Oauth, Self::Credentials, Self::ManualEntry, Self::Saved]
            .into_iter()
            .find(|flow| flow.as_str() == word);
        known.ok_or(UnknownWord(word))
    }
}

impl Status {
    const ALL: [Self; 6] =
        [Self::Pending, Self::Authorized, Self::Denied, Self::Failed, Self::Cancelled, Self::Expired];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Authorized => "authorized",
            Self::Denied => "denied",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }
}

impl TryFrom<String> for Status {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|status| status.as_str() == word).ok_or(UnknownWord(word))
    }
}

impl From<Flow> for AuthFlow {
    fn from(flow: Flow) -> Self {
        match flow {
            Flow::Oauth => Self::Oauth,
            // A form, whoever asks.
            Flow::Credentials | Flow::Saved => Self::Credentials,
            // The flow has gone on from it before anybody could ask.
            Flow::ManualEntry => Self::Unknown,
        }
    }
}

impl From<Status> for AuthStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Pending => Self::Pending,
            Status::Authorized => Self::Authorized,
            Status::Denied => Self::Denied,
            Status::Failed => Self::Failed,
            Status::Cancelled => Self::Cancelled,
            Status::Expired => Self::Expired,
        }
    }
}

/// What a sign-in begins with.
pub struct NewAuthSession<'a> {
    /// `bcsess_…`
    pub id: &'a str,
    /// `fcsess_…`
    pub session: &'a str,
    /// `bcinst_…`
    pub institution: &'a str,
    /// How one signs in.
    pub flow: Flow,
    /// OAuth: the sealed handle in the pop-up's address, and its hash.
    pub start: Option<(&'a str, &'a str)>,
    /// Credentials: what to ask first.
    pub step: Option<&'a CredentialStep>,
    /// Unix seconds.
    pub now: i64,
    /// Unix seconds.
    pub expires_at: i64,
}

/// Where the start handle of a sign-in is.
pub fn start_handle_at(id: &str) -> Place<'_> {
    Place::new("auth_sessions", "start_handle", id)
}

/// Where the PKCE verifier of a sign-in is.
pub fn pkce_verifier_at(id: &str) -> Place<'_> {
    Place::new("auth_sessions", "pkce_verifier", id)
}

/// Where the bank's handle of a sign-in is.
pub fn bank_login_at(id: &str) -> Place<'_> {
    Place::new("auth_sessions", "bank_login", id)
}

/// Where the access token of a sign-in is.
pub fn access_token_at(id: &str) -> Place<'_> {
    Place::new("auth_sessions", "access_token", id)
}

/// Where the accounts that the bank showed are.
fn offered_at(id: &str) -> Place<'_> {
    Place::new("auth_sessions", "offered", id)
}

/// Adds a sign-in.
pub async fn insert(db: impl AnyExecutor<'_>, new: &NewAuthSession<'_>) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO auth_sessions (id, session, institution, flow, status, start_handle,
             start_handle_hash, step, created, updated, expires_at)
         VALUES ($1, $2, $3, $4, 'pending', $5, $6, $7, $8, $8, $9)",
    )
    .bind(new.id)
    .bind(new.session)
    .bind(new.institution)
    .bind(new.flow.as_str())
    .bind(new.start.map(|(handle, _)| handle))
    .bind(new.start.map(|(_, hash)| hash))
    .bind(new.step.map(Json))
    .bind(new.now)
    .bind(new.expires_at)
    .execute(db)
    .await?;
    Ok(())
}

/// What there is where nobody has to sign in.
pub struct Settled<'a> {
    /// `bcsess_…`
    pub id: &'a str,
    /// `fcsess_…`
    pub session: &'a str,
    /// `bcinst_…`
    pub institution: &'a str,
    /// Why nobody has to.
    pub flow: Flow,
    /// Sealed.
    pub access_token: &'a str,
    /// What it opens.
    pub offered: &'a [Offered],
    /// Unix seconds.
    pub now: i64,
}

/// Adds what stands for a sign-in that nobody has to make; the flow has gone on from it.
pub async fn insert_settled(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    new: &Settled<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO auth_sessions (id, session, institution, flow, status, access_token, offered, left_at,
             created, updated, expires_at)
         VALUES ($1, $2, $3, $4, 'authorized', $5, $6, $7, $7, $7, $7)",
    )
    .bind(new.id)
    .bind(new.session)
    .bind(new.institution)
    .bind(new.flow.as_str())
    .bind(new.access_token)
    .bind(sealed::seal(keyring, offered_at(new.id), &new.offered)?)
    .bind(new.now)
    .execute(db)
    .await?;
    Ok(())
}

/// A sign-in of this session.
pub async fn find(
    db: impl AnyExecutor<'_>,
    session: &str,
    id: &str,
) -> Result<Option<AuthSessionRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM auth_sessions WHERE id = $1 AND session = $2")
        .bind(id)
        .bind(session)
        .fetch_optional(db)
        .await
}

/// The sign-in that the flow is at, if any.
pub async fn current(db: impl AnyExecutor<'_>, session: &str) -> Result<Option<AuthSessionRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT * FROM auth_sessions WHERE session = $1 AND left_at IS NULL ORDER BY id DESC LIMIT 1",
    )
    .bind(session)
    .fetch_optional(db)
    .await
}

/// Whether a sign-in was ever begun in this session.
pub async fn any(db: impl AnyExecutor<'_>, session: &str) -> Result<bool, sqlx::Error> {
    let id: Option<String> = sqlx::query_scalar("SELECT id FROM auth_sessions WHERE session = $1 LIMIT 1")
        .bind(session)
        .fetch_optional(db)
        .await?;
    Ok(id.is_some())
}

/// Whether one of this kind was authorized in this session.
pub async fn any_authorized(
    db: impl AnyExecutor<'_>,
    session: &str,
    flow: Flow,
) -> Result<bool, sqlx::Error> {
    let id: Option<String> = sqlx::query_scalar(
        "SELECT id FROM auth_sessions WHERE session = $1 AND flow = $2 AND status = 'authorized' LIMIT 1",
    )
    .bind(session)
    .bind(flow.as_str())
    .fetch_optional(db)
    .await?;
    Ok(id.is_some())
}

/// The flow goes on from every sign-in of the session; those under way are cancelled and named.
pub async fn leave(
    tx: &mut sqlx::AnyConnection,
    session: &str,
    now: i64,
) -> Result<Vec<String>, sqlx::Error> {
    let cancelled = sqlx::query_scalar(
        "UPDATE auth_sessions SET status = 'cancelled', start_handle = NULL, pkce_verifier = NULL,
             step = NULL, updated = $2
         WHERE session = $1 AND status = 'pending' RETURNING id",
    )
    .bind(session)
    .bind(now)
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query("UPDATE auth_sessions SET left_at = $2 WHERE session = $1 AND left_at IS NULL")
        .bind(session)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    Ok(cancelled)
}

/// The session is over: what a bank showed, and what opened it, are needed no more. What was linked is kept
/// with the access that was given.
pub async fn forget(db: impl AnyExecutor<'_>, session: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE auth_sessions SET access_token = NULL, offered = NULL WHERE session = $1")
        .bind(session)
        .execute(db)
        .await?;
    Ok(())
}
