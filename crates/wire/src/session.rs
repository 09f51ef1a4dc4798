//! A Financial Connections session, as the merchant's server sees it.

use serde::{Deserialize, Serialize};

use crate::{
    ClientSecret,
    account::{Account, AccountHolder, Subcategory},
    list::List,
    permission::{Permission, Prefetch},
    token::Token,
};

/// `financial_connections.session` of the merchant API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// `fcsess_…`
    pub id: String,
    /// Always `financial_connections.session`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^financial_connections\.session$"))]
    pub object: String,
    /// Whose accounts are to be linked.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub account_holder: Option<AccountHolder>,
    /// What was linked.
    pub accounts: List<Account>,
    /// The linked account for payouts, where the page asked for it (`collectBankAccountToken`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_account_token: Option<Token>,
    /// Null once the session has ended: it opens nothing any more.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub client_secret: Option<ClientSecret>,
    /// What narrows the choice of banks and accounts.
    pub filters: Filters,
    /// How many accounts may be linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// False with test keys.
    pub livemode: bool,
    /// Where the hosted page goes at the end; only with `ui_mode=hosted` (preview).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hosted: Option<Hosted>,
    /// Whether account numbers may be typed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manual_entry: Option<ManualEntry>,
    /// What the merchant asks to read.
    pub permissions: Vec<Permission>,
    /// What is fetched as soon as an account is linked.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub prefetch: Option<Vec<Prefetch>>,
    /// The access that the session repairs (preview).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relink_options: Option<RelinkOptions>,
    /// What became of that, once the session has ended (preview).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relink_result: Option<RelinkResult>,
    /// Where the full-page flow returns to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_url: Option<String>,
    /// Where the session stands (preview field in the original).
    pub status: SessionStatus,
    /// Why it stands there, where that says more (preview).
    pub status_details: SessionStatusDetails,
    /// How the flow is shown (preview).
    pub ui_mode: UiMode,
    /// Address of the full-page flow, for sessions that are hosted or have `return_url`, while they
    /// are open. It carries a handle of its own, never the client secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What narrows the choice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Filters {
    /// Kinds of account that may be linked; null for all.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub account_subcategories: Option<Vec<Subcategory>>,
    /// ISO 3166-1 alpha-2 country of the banks; null for all.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub country: Option<String>,
    /// `bcinst_…` that the flow goes to at once (preview). Others can still be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// Whether accounts have to be usable for payments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub require_payment_method_support: Option<PaymentMethodSupport>,
}

/// Whether accounts have to be usable for payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethodSupport {
    /// Every linked account.
    All,
    /// One at least.
    AtLeastOne,
    /// None needs to be.
    None,
}

impl PaymentMethodSupport {
    /// Reads a wire name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "all" => Some(Self::All),
            "at_least_one" => Some(Self::AtLeastOne),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

/// How many accounts may be linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Limits {
    /// At most this many, 1 or more.
    pub accounts: u32,
}

/// Whether account numbers may be typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManualEntry {
    /// The mode.
    pub mode: ManualEntryMode,
}

/// Whether account numbers may be typed in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ManualEntryMode {
    /// Offered where no bank fits.
    Automatic,
    /// Offered there as well, but the merchant takes the numbers itself: the flow ends.
    Custom,
    /// Not offered.
    #[default]
    Disabled,
}

impl ManualEntryMode {
    /// Reads a wire name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "automatic" => Some(Self::Automatic),
            "custom" => Some(Self::Custom),
            "disabled" => Some(Self::Disabled),
            _ => None,
        }
    }

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Custom => "custom",
            Self::Disabled => "disabled",
        }
    }
}

/// How the flow is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UiMode {
    /// In the merchant's page.
    Modal,
    /// On a page of the host, at [`Session::url`].
    Hosted,
}

impl UiMode {
    /// Reads a wire name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "modal" => Some(Self::Modal),
            "hosted" => Some(Self::Hosted),
            _ => None,
        }
    }

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Modal => "modal",
            Self::Hosted => "hosted",
        }
    }
}

/// The hosted page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hosted {
    /// How the person gets the address of the page, where a session repairs an access: `url`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_method: Option<String>,
    /// Where it goes at the end.
    pub return_url: String,
}

/// The access that a session repairs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RelinkOptions {
    /// `fcauth_…`
    pub authorization: String,
    /// `fca_…` that has to work again; absent for any of that access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

/// What became of an access that was to be repaired.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RelinkResult {
    /// `fcauth_…` through which the accounts are read now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization: Option<String>,
    /// `fca_…` that works again, where the session named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Why it is not repaired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<RelinkFailure>,
}

/// Why an access is not repaired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RelinkFailure {
    /// The access is renewed, but without the account that was named.
    NoAccount,
    /// No account of that access was shared again.
    NoAuthorization,
    /// The session failed.
    Other,
}

/// Why a session stands where it does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionStatusDetails {
    /// Of a cancelled one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<CancelledDetails>,
}

/// Why a session was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CancelledDetails {
    /// The reason.
    pub reason: CancelledReason,
}

/// Why a session was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CancelledReason {
    /// The person asked to type numbers in, which the merchant does itself.
    CustomManualEntry,
    /// The person left, or the time was over.
    Other,
}

/// Where a session stands; it only ever moves from `pending` to one of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    /// Open: the flow can run.
    Pending,
    /// Ended with at least one account.
    Succeeded,
    /// Ended by an error, with no account.
    Failed,
    /// Left or expired, with no account.
    Cancelled,
}

impl SessionStatus {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}
