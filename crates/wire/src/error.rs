//! The error envelope, the same for the merchant API, the flow's API and the page.

use serde::{Deserialize, Serialize};

/// `{"error": {…}}`: the body of every answer with a status of 400 or more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorEnvelope {
    /// What is wrong.
    pub error: ApiError,
}

/// What is wrong, for programs (`type`, `code`, `param`) and for people (`message`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiError {
    /// Class of error.
    #[serde(rename = "type")]
    pub kind: ErrorType,
    /// Stable name of the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// One sentence in English, for the developer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The parameter it is about, as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
    /// What the flow needs to choose a screen. Source: 5.7 of the facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_fields: Option<ExtraFields>,
}

impl ApiError {
    /// An error with a class, a code and a sentence.
    pub fn new(kind: ErrorType, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind, code: Some(code.into()), message: Some(message.into()), param: None, extra_fields: None }
    }

    /// Names the parameter it is about.
    #[must_use]
    pub fn with_param(mut self, param: impl Into<String>) -> Self {
        self.param = Some(param.into());
        self
    }

    /// Adds what the flow needs to choose a screen.
    #[must_use]
    pub fn with_extra(mut self, extra: ExtraFields) -> Self {
        self.extra_fields = Some(extra);
        self
    }

    /// Whether it has this code.
    pub fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }
}

/// Class of error. The last two are made by the client library only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorType {
    /// The server failed.
    ApiError,
    /// No valid key.
    AuthenticationError,
    /// The same key was used for another request.
    IdempotencyError,
    /// The request is wrong.
    InvalidRequestError,
    /// Too many requests.
    RateLimitError,
    /// The server could not be reached.
    ApiConnectionError,
    /// An argument is wrong; nothing was sent.
    ValidationError,
    /// A class that this build does not know.
    #[serde(other)]
    Unknown,
}

/// What the flow needs to choose a screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExtraFields {
    /// The bank cannot be reached.
    #[serde(default, skip_serializing_if = "is_false")]
    pub institution_unavailable: bool,
    /// Unix seconds at which it should be back; absent when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_to_be_available_at: Option<i64>,
    /// Why no account fits: `no_supported_payment_method_type_accounts_found`,
    /// `no_requested_kind_of_account_found`, or `no_eligible_accounts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The banks of saved accounts that need a new sign-in there, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution_name: Option<String>,
    /// How many accounts the bank showed, when none of them fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_accounts_count: Option<u32>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// Why none of a bank's accounts fits, where it is the same for all of them.
pub mod reason {
    /// None can be used for payments. The name is the original's.
    pub const NO_PAYMENTS: &str = "no_supported_payment_method_type_accounts_found";
    /// Their banks let none of the saved accounts through any more.
    pub const NEEDS_SIGN_IN: &str = "saved_accounts_need_sign_in";
    /// None is of a kind that was asked for.
    pub const KIND_NOT_REQUESTED: &str = "no_requested_kind_of_account_found";
}

/// Codes that more than one part of Linkspan reads. Stable: merchants match on them.
pub mod code {
    /// The session's time is over. HTTP 400, `param=client_secret`.
    pub const SESSION_EXPIRED: &str = "session_expired";
    /// The session has ended with a result. HTTP 400, `param=client_secret`.
    pub const SESSION_COMPLETED: &str = "session_completed";
    /// Nothing by that id, or not for this key. HTTP 404.
    pub const RESOURCE_MISSING: &str = "resource_missing";
    /// The step is not allowed yet. HTTP 400.
    pub const STEP_NOT_ALLOWED: &str = "step_not_allowed";
    /// The bank is closed for a known time.
    pub const INSTITUTION_UNAVAILABLE_PLANNED: &str = "institution_unavailable_planned";
    /// The bank does not answer.
    pub const INSTITUTION_UNAVAILABLE_UNPLANNED: &str = "institution_unavailable_unplanned";
    /// The bank answers, but not sensibly.
    pub const INSTITUTION_ERROR: &str = "institution_error";
    /// The bank refused the sign-in for good.
    pub const AUTHORIZATION_FAILED: &str = "authorization_failed";
    /// The bank's accounts could not be read.
    pub const ACCOUNTS_UNAVAILABLE: &str = "accounts_unavailable";
    /// The bank gives no numbers of the account that was linked. HTTP 400.
    pub const ACCOUNT_NUMBERS_UNAVAILABLE: &str = "account_numbers_unavailable";
    /// The person wants to type account numbers in, and the merchant takes them itself.
    pub const CUSTOM_MANUAL_ENTRY: &str = "custom_manual_entry";
    /// The bank has accounts, but none that fits the request.
    pub const NO_ELIGIBLE_ACCOUNTS: &str = "no_eligible_accounts";
    /// Data of an inactive or disconnected account cannot be refreshed. HTTP 400.
    pub const FINANCIAL_CONNECTIONS_ACCOUNT_INACTIVE: &str = "financial_connections_account_inactive";
    /// Transactions cannot be listed before they were read once. HTTP 400.
    pub const FINANCIAL_CONNECTIONS_NO_SUCCESSFUL_TRANSACTION_REFRESH: &str =
        "financial_connections_no_successful_transaction_refresh";
    /// The person did not agree to that. HTTP 400. Our own: the original's is not documented.
    pub const FINANCIAL_CONNECTIONS_PERMISSION_MISSING: &str = "financial_connections_permission_missing";
    /// The bank does not give the account's numbers now; later it may. HTTP 400.
    pub const FINANCIAL_CONNECTIONS_ACCOUNT_PENDING_ACCOUNT_NUMBERS: &str =
        "financial_connections_account_pending_account_numbers";
    /// The account has no numbers that can be debited; another account may. HTTP 400.
    pub const FINANCIAL_CONNECTIONS_ACCOUNT_UNAVAILABLE_ACCOUNT_NUMBERS: &str =
        "financial_connections_account_unavailable_account_numbers";
    /// A payment does not stand where this can be done. HTTP 400.
    pub const PAYMENT_INTENT_UNEXPECTED_STATE: &str = "payment_intent_unexpected_state";
    /// A payment method cannot be used like this. HTTP 400.
    pub const PAYMENT_METHOD_UNEXPECTED_STATE: &str = "payment_method_unexpected_state";
    /// The flow itself failed.
    pub const UNEXPECTED_ERROR: &str = "unexpected_error";
    /// A flow is already open on this page.
    pub const FLOW_ALREADY_OPEN: &str = "flow_already_open";
    /// The frame did not answer in time, or may not be shown on this page.
    pub const FLOW_NOT_LOADED: &str = "flow_not_loaded";
    /// The browser has no WebAssembly.
    pub const BROWSER_UNSUPPORTED: &str = "browser_unsupported";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn envelope_has_only_what_is_set() {
        let error =
            ApiError::new(ErrorType::InvalidRequestError, "parameter_missing", "x").with_param("permissions");
        let json = serde_json::to_string(&ErrorEnvelope { error }).expect("json");
        assert_eq!(
            json,
            r#"{"error":{"type":"invalid_request_error","code":"parameter_missing","message":"x","param":"permissions"}}"#
        );
    }

    #[test]
    fn unknown_type_decodes() {
        let error: ApiError = serde_json::from_str(r#"{"type":"moon_error"}"#).expect("decodes");
        assert_eq!(error.kind, ErrorType::Unknown);
    }
}
