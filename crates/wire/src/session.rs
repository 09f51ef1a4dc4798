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
    /// Whether account numbers may be typed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manual_entry: Option<ManualEntry>,
    /// What the merchant asks to read.
    pub permissions: Vec<Permission>,
    /// What is fetched as soon as an account is linked.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub prefetch: Option<Vec<Prefetch>>,
    /// Where the full-page flow returns to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_url: Option<String>,
    /// Where the session stands (preview field in the original).
    pub status: SessionStatus,
    /// Address of the full-page flow, for sessions with `return_url` that are still open. It
    /// carries a handle of its own, never the client secret.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ManualEntryMode {
    /// Offered where no bank fits.
    Automatic,
    /// Not offered.
    Disabled,
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
