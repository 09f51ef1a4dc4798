//! What the page that opened the flow is told. The messages that carry it are between scripts
//! (`embed/internal/messages.ts`).

use serde::{Deserialize, Serialize};

use crate::{ApiError, ClientSecret, LinkedAccount, permission::Permission};

/// What the promise of `collectFinancialConnectionsAccounts` resolves with. It never rejects.
///
/// Just one of the two is there: the session (its `accounts` empty when the person left early) or
/// the error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CollectResult {
    /// The session with what was linked.
    #[serde(rename = "financialConnectionsSession", skip_serializing_if = "Option::is_none", default)]
    pub session: Option<FinancialConnectionsSession>,
    /// What went wrong, when nothing was linked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub error: Option<ApiError>,
}

impl CollectResult {
    /// The flow ended, with or without accounts.
    pub fn session(session: FinancialConnectionsSession) -> Self {
        Self { session: Some(session), error: None }
    }

    /// The flow failed before anything was linked.
    pub fn error(error: ApiError) -> Self {
        Self { session: None, error: Some(error) }
    }
}

/// The session as Stripe.js gives it: `accounts` is a plain array.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FinancialConnectionsSession {
    /// `fcsess_…`
    pub id: String,
    /// What was linked; empty when the person left early.
    pub accounts: Vec<LinkedAccount>,
    /// What was asked for.
    pub permissions: Vec<Permission>,
}

/// What happened in the flow, for `onEvent`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostEvent {
    /// Which event.
    pub name: HostEventName,
    /// What belongs to it; empty for most.
    pub metadata: HostEventMetadata,
    /// `fcsess_…`; absent only before the server told it.
    #[serde(rename = "financialConnectionsSessionId", default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
}

/// Names as in the mobile SDKs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostEventName {
    /// The flow is on screen.
    Open,
    /// The person agreed and the server has it.
    ConsentAcquired,
    /// Something was searched and an answer came.
    SearchInitiated,
    /// A bank was chosen; `institution_name`.
    InstitutionSelected,
    /// The bank said yes.
    InstitutionAuthorized,
    /// The person goes on by typing account numbers in.
    ManualEntryInitiated,
    /// The person pressed the button that shares the accounts.
    AccountsSelected,
    /// The flow ended with accounts; `manual_entry`.
    Success,
    /// Something failed; `error_code`. The flow may go on.
    Error,
    /// The flow ended without accounts and without an error.
    Cancel,
}

/// What belongs to an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostEventMetadata {
    /// With `institution_selected`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution_name: Option<String>,
    /// With `error`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// With `success`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manual_entry: Option<bool>,
}

/// A log of one flow, as `Linkspan.flowLog()` gives it: nothing but numbers. `linkspan_machine::log`
/// knows what they mean; the first step has their version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowLog {
    /// For each step its event, its request, its facts and its place.
    pub flow_log: Vec<[u64; 4]>,
}

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}
