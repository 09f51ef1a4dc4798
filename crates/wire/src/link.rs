//! The flow's own API: what the WebAssembly app and the server say to each other.
//!
//! Every call is a `POST` with a JSON body to a path in [`path`] on the flow's origin. The client
//! secret travels in the body ([`SessionKey`]), never in a URL. Answers of status 202 mean "not
//! yet, ask again"; 400 and above carry an [`crate::ErrorEnvelope`].

pub mod accounts;
pub mod auth_session;
pub mod institution;
pub mod manifest;
pub mod manual_entry;

use serde::{Deserialize, Serialize};

use crate::{
    ClientSecret, ErrorType,
    host::{FinancialConnectionsSession, Theme},
};

pub use accounts::{HolderCategory, PartnerAccount, PartnerAccounts, UnavailableReason};
pub use auth_session::{
    AuthFlow, AuthSession, AuthStatus, Choice, CredentialStep, Field, FieldKind, StepError, StepKind,
};
pub use institution::{Health, Institution, Institutions};
pub use manifest::{ConsentTerms, Manifest, Merchant, Pane};
pub use manual_entry::{AttachBankAccount, LookUpRoutingNumber, RoutingNumber};

/// Paths of the flow's API, named as the mobile SDKs name them.
pub mod path {
    /// [`super::Synchronize`] → [`super::Manifest`]. Begins or resumes the flow.
    pub const SYNCHRONIZE: &str = "/v1/financial_connections/sessions/synchronize";
    /// [`super::ConsentAcquired`] → [`super::Manifest`].
    pub const CONSENT_ACQUIRED: &str = "/v1/link_account_sessions/consent_acquired";
    /// [`super::Plain`] → [`super::Institutions`].
    pub const FEATURED_INSTITUTIONS: &str = "/v1/connections/featured_institutions";
    /// [`super::SearchInstitutions`] → [`super::Institutions`].
    pub const INSTITUTIONS: &str = "/v1/connections/institutions";
    /// [`super::CreateAuthSession`] → [`super::AuthSession`].
    pub const AUTH_SESSIONS: &str = "/v1/connections/auth_sessions";
    /// [`super::RetrieveAuthSession`] → [`super::AuthSession`]; with `wait` a long poll that
    /// answers 202 with the unchanged session after 20 s.
    pub const AUTH_SESSION_RETRIEVE: &str = "/v1/connections/auth_sessions/retrieve";
    /// [`super::SignInHere`] → [`super::AuthSession`], its `url` to be opened in place of the flow.
    pub const AUTH_SESSION_HERE: &str = "/v1/connections/auth_sessions/here";
    /// [`super::OneAuthSession`] → [`super::AuthSession`].
    pub const AUTH_SESSION_CANCEL: &str = "/v1/connections/auth_sessions/cancel";
    /// [`super::SubmitCredentials`] → [`super::AuthSession`].
    pub const AUTH_SESSION_CREDENTIALS: &str = "/v1/connections/auth_sessions/credentials";
    /// [`super::OneAuthSession`] → [`super::PartnerAccounts`], or 202 while the bank is still asked.
    pub const AUTH_SESSION_ACCOUNTS: &str = "/v1/connections/auth_sessions/accounts";
    /// [`super::SelectAccounts`] → [`super::Manifest`], its `linked_accounts` filled.
    pub const SELECTED_ACCOUNTS: &str = "/v1/connections/auth_sessions/selected_accounts";
    /// [`super::LookUpRoutingNumber`] → [`super::RoutingNumber`].
    pub const ROUTING_NUMBER: &str = "/v1/connections/routing_number";
    /// [`super::AttachBankAccount`] → [`super::Manifest`], its `linked_accounts` filled.
    pub const ATTACH_BANK_ACCOUNT: &str = "/v1/link_account_sessions/attach_payment_account";
    /// [`super::Plain`] → [`super::Manifest`]. Back to the choice of banks; what is linked stays.
    pub const LINK_MORE_ACCOUNTS: &str = "/v1/link_account_sessions/link_more_accounts";
    /// [`super::Complete`] → [`super::Completed`]. Ends the session; a repeat gives the same answer.
    pub const COMPLETE: &str = "/v1/link_account_sessions/complete";
    /// [`super::Plain`] → [`crate::token::Token`], of the one account that a session has linked. Asked
    /// by the frame (`embed/internal/token.ts`), for `collectBankAccountToken`.
    pub const BANK_ACCOUNT_TOKEN: &str = "/v1/link_account_sessions/bank_account_token";
}

/// Which session a request is for, and who may ask: flattened into every body.
///
/// The full-page flow has no secret; it says which of the flow origin's pages it is, and an HTTP-only
/// cookie of that page names the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionKey {
    /// `pk_test_…` of the merchant that made the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publishable_key: Option<String>,
    /// The session's client secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<ClientSecret>,
    /// Which page of its own the flow is, by its address; without key and secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// A request that says nothing but which session it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plain {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
}

/// Begins or resumes the flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synchronize {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
    /// BCP 47 tag of the language that the person reads.
    pub locale: String,
}

/// The person agreed to what the consent pane said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentAcquired {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
    /// [`ConsentTerms::version`] of what was shown.
    pub version: String,
    /// BCP 47 tag of the language it was shown in.
    pub locale: String,
}

/// Looks for banks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchInstitutions {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
    /// As typed, at most 200 characters.
    pub query: String,
    /// At most this many rows, 1 to 50.
    pub limit: u32,
}

/// The person chose a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateAuthSession {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
    /// `bcinst_…`
    pub institution: String,
}

/// A request about one auth session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneAuthSession {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
    /// `bcsess_…`
    pub auth_session: String,
}

/// Asks how a sign-in stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetrieveAuthSession {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
    /// `bcsess_…`
    pub auth_session: String,
    /// Hold the answer back until something changes, 20 s at most.
    #[serde(default)]
    pub wait: bool,
}

/// The person goes to the bank in the tab that the flow is in, and comes back to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInHere {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
    /// `bcsess_…`
    pub auth_session: String,
    /// Colours of the page that they come back to.
    #[serde(default)]
    pub theme: Theme,
}

/// What the person typed for one [`CredentialStep`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmitCredentials {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
    /// `bcsess_…`
    pub auth_session: String,
    /// Values by [`Field::name`].
    pub values: Vec<FieldValue>,
}

/// One field of a sign-in form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldValue {
    /// [`Field::name`].
    pub name: String,
    /// As typed. Not kept, not logged.
    pub value: String,
}

impl std::fmt::Debug for SubmitCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SubmitCredentials")
            .field("auth_session", &self.auth_session)
            .field("values", &self.values)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for FieldValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FieldValue").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The accounts that the person ticked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectAccounts {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
    /// `bcsess_…`
    pub auth_session: String,
    /// [`PartnerAccount::id`] of each; at least one.
    pub selected_accounts: Vec<String>,
}

/// Ends the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complete {
    /// Which session.
    #[serde(flatten)]
    pub key: SessionKey,
    /// What ended the flow, when it was an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminal_error: Option<TerminalError>,
}

/// What ended the flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalError {
    /// Class.
    #[serde(rename = "type")]
    pub kind: ErrorType,
    /// One of [`crate::error::code`].
    pub code: String,
}

/// The end of the session: what the page's promise resolves with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Completed {
    /// With every account that was linked.
    pub session: FinancialConnectionsSession,
    /// Whether numbers of an account were typed in.
    #[serde(default)]
    pub typed_in: bool,
    /// Where the full-page flow goes now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_url: Option<String>,
}
