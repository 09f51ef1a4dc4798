//! What is known about the status of an account or an authorization.

use serde::{Deserialize, Serialize};

/// What is known about an account's status: the field of the status it has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountStatusDetails {
    /// While active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<AccountActive>,
    /// While inactive (preview field in the original).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inactive: Option<AccountInactive>,
}

/// What is known about an active account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountActive {
    /// What keeps it active.
    pub action: StatusAction,
    /// Why that is needed.
    pub cause: StatusCause,
    /// Unix seconds at which the bank is known to end the access.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub expected_deactivation_date: Option<i64>,
}

/// What is known about an inactive account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountInactive {
    /// What may repair it.
    pub action: StatusAction,
    /// Why it is inactive.
    pub cause: StatusCause,
}

/// What is known about an authorization's status: the field of the status it has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthorizationStatusDetails {
    /// While active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<AuthorizationActive>,
    /// While inactive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inactive: Option<AuthorizationInactive>,
}

/// What is known about an active authorization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthorizationActive {
    /// What keeps it active.
    pub action: StatusAction,
    /// Unix seconds at which the bank is known to end the access.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub expected_deactivation_date: Option<i64>,
}

/// What is known about an inactive authorization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthorizationInactive {
    /// What may repair it.
    pub action: StatusAction,
}

/// What the person can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StatusAction {
    /// Nothing.
    None,
    /// Link again.
    RelinkRequired,
}

/// Why a status is, or will be, what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StatusCause {
    /// The person or the bank took the access back.
    AccessDenied,
    /// The access came to its end.
    AccessExpired,
    /// The account is closed.
    AccountClosed,
    /// The bank does not show the account any more.
    AccountUnavailable,
    /// The bank asks for it from time to time.
    InstitutionRequirement,
    /// Nothing is known.
    Unspecified,
}
