//! A linked bank account, as the merchant's server and as the page sees it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{permission::Permission, status_details::AccountStatusDetails};

/// `financial_connections.account` of the merchant API (API version `2026-10-28.endive`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// `fca_…`
    pub id: String,
    /// Always `financial_connections.account`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^financial_connections\.account$"))]
    pub object: String,
    /// Whose account it is.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub account_holder: Option<AccountHolder>,
    /// `fcauth_…`, the access that it is read through (preview field in the original).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::expandable::ExpandableAuthorization>))]
    pub authorization: Option<String>,
    /// Numbers for payments; null until `payment_method` is used.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub account_numbers: Option<Vec<AccountNumber>>,
    /// Last known balance; null until a balance refresh succeeded.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub balance: Option<Balance>,
    /// State of the last balance refresh; null until one was started.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub balance_refresh: Option<Refresh>,
    /// Kind of account.
    pub category: Category,
    /// Unix seconds.
    pub created: i64,
    /// The bank's or the person's name for it.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub display_name: Option<String>,
    /// `bcinst_…` (preview field in the original).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::expandable::ExpandableInstitution>))]
    pub institution: Option<String>,
    /// The bank's name.
    pub institution_name: String,
    /// Last four digits of the number.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub last4: Option<String>,
    /// False with test keys.
    pub livemode: bool,
    /// Id of the ownership object (`fcaowns_…`).
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<crate::expandable::ExpandableOwnership>))]
    pub ownership: Option<String>,
    /// State of the last ownership refresh.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub ownership_refresh: Option<Refresh>,
    /// What the person agreed to share.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub permissions: Option<Vec<Permission>>,
    /// Whether the connection works.
    pub status: AccountStatus,
    /// What is known about that: empty once disconnected.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub status_details: AccountStatusDetails,
    /// Kind within the category.
    pub subcategory: Subcategory,
    /// Features that refresh daily.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub subscriptions: Option<Vec<String>>,
    /// Payment methods this account can be used for.
    pub supported_payment_method_types: Vec<PaymentMethodType>,
    /// State of the last transaction refresh.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub transaction_refresh: Option<Refresh>,
}

/// Whose account it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountHolder {
    /// `customer` or `account`.
    #[serde(rename = "type")]
    pub kind: AccountHolderType,
    /// `acct_…`, with `type=account`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// `cus_…`, with `type=customer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::expandable::ExpandableCustomer>))]
    pub customer: Option<String>,
}

/// Kind of account holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountHolderType {
    /// A connected account.
    Account,
    /// A customer.
    Customer,
}

/// One number of an account, never the number itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountNumber {
    /// Unix seconds, null when it does not expire.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub expected_expiry_date: Option<i64>,
    /// `tokenized_account_number` where a bank gave it out, `account_number` where a person typed it in.
    pub identifier_type: String,
    /// `pending`, `transactable`, `deactivated` or `expired`.
    pub status: String,
    /// `["ach"]`
    pub supported_networks: Vec<String>,
}

/// Balance in minor units by currency; positive is owed to the holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Balance {
    /// Unix seconds at which the bank stated it.
    pub as_of: i64,
    /// Booked balance.
    pub current: BTreeMap<String, i64>,
    /// `cash` or `credit`.
    #[serde(rename = "type")]
    pub kind: String,
    /// For cash accounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash: Option<CashBalance>,
    /// For credit accounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<CreditBalance>,
}

/// What can be spent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CashBalance {
    /// Minor units by currency.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub available: Option<BTreeMap<String, i64>>,
}

/// What is drawn on a credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreditBalance {
    /// Minor units by currency.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub used: Option<BTreeMap<String, i64>>,
}

/// State of one kind of refresh.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refresh {
    /// `fctxnref_…`, for transactions only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Unix seconds.
    pub last_attempted_at: i64,
    /// Unix seconds; null while pending.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next_refresh_available_at: Option<i64>,
    /// Where it stands.
    pub status: RefreshStatus,
}

/// Where a refresh stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RefreshStatus {
    /// Started, not ended.
    Pending,
    /// Data is there.
    Succeeded,
    /// The bank gave none.
    Failed,
}

/// Kind of account, broadly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Checking, savings.
    Cash,
    /// Cards, loans.
    Credit,
    /// Securities.
    Investment,
    /// Anything else.
    #[serde(other)]
    Other,
}

/// Kind of account within its category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Subcategory {
    /// For daily payments.
    Checking,
    /// For keeping money.
    Savings,
    /// A loan on a home.
    Mortgage,
    /// A credit that can be drawn on.
    LineOfCredit,
    /// A credit card.
    CreditCard,
    /// Anything else.
    #[serde(other)]
    Other,
}

impl Subcategory {
    /// The five that `filters[account_subcategories]` takes.
    pub const FILTERS: [Self; 5] =
        [Self::Checking, Self::Savings, Self::Mortgage, Self::LineOfCredit, Self::CreditCard];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checking => "checking",
            Self::Savings => "savings",
            Self::Mortgage => "mortgage",
            Self::LineOfCredit => "line_of_credit",
            Self::CreditCard => "credit_card",
            Self::Other => "other",
        }
    }

    /// Reads a filter's value.
    pub fn parse_filter(name: &str) -> Option<Self> {
        Self::FILTERS.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The category it belongs to.
    pub const fn category(self) -> Category {
        match self {
            Self::Checking | Self::Savings => Category::Cash,
            Self::Mortgage | Self::LineOfCredit | Self::CreditCard => Category::Credit,
            Self::Other => Category::Other,
        }
    }
}

/// Whether the connection to an account works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountStatus {
    /// Data can be refreshed.
    Active,
    /// The bank refuses access; linking again may repair it.
    Inactive,
    /// Ended by the person or the merchant.
    Disconnected,
}

impl AccountStatus {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Disconnected => "disconnected",
        }
    }
}

/// A payment method that an account can back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethodType {
    /// ACH debit.
    UsBankAccount,
    /// Link.
    Link,
    /// One this build does not know.
    #[serde(other)]
    Unknown,
}

impl PaymentMethodType {
    /// Whether an account with these can be used for payments.
    pub fn any_known(methods: &[Self]) -> bool {
        methods.iter().any(|method| *method != Self::Unknown)
    }
}

/// The account object inside the result that the page gets (Stripe.js types):
/// plain fields in snake case, and nothing that is for the merchant's server alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkedAccount {
    /// `fca_…`
    pub id: String,
    /// Always `financial_connections.account`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^financial_connections\.account$"))]
    pub object: String,
    /// Null until a refresh succeeded.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub balance: Option<Balance>,
    /// Null until a refresh was started.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub balance_refresh: Option<LinkedRefresh>,
    /// Kind of account.
    pub category: Category,
    /// Unix seconds.
    pub created: i64,
    /// The bank's or the person's name for it.
    pub display_name: String,
    /// The bank's name.
    pub institution_name: String,
    /// Last four digits.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub last4: Option<String>,
    /// False with test keys.
    pub livemode: bool,
    /// `fcaowns_…` or null.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub ownership: Option<String>,
    /// Null until a refresh was started.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub ownership_refresh: Option<LinkedRefresh>,
    /// What the person agreed to share.
    pub permissions: Vec<Permission>,
    /// Whether the connection works.
    pub status: AccountStatus,
    /// Kind within the category.
    pub subcategory: Subcategory,
    /// Payment methods this account can be used for.
    pub supported_payment_method_types: Vec<PaymentMethodType>,
}

/// The two fields of a refresh that the page's types have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkedRefresh {
    /// Unix seconds.
    pub last_attempted_at: i64,
    /// Where it stands.
    pub status: RefreshStatus,
}

impl From<&Refresh> for LinkedRefresh {
    fn from(refresh: &Refresh) -> Self {
        Self { last_attempted_at: refresh.last_attempted_at, status: refresh.status }
    }
}

impl From<&Account> for LinkedAccount {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id.clone(),
            object: account.object.clone(),
            balance: account.balance.clone(),
            balance_refresh: account.balance_refresh.as_ref().map(Into::into),
            category: account.category,
            created: account.created,
            display_name: account.display_name.clone().unwrap_or_default(),
            institution_name: account.institution_name.clone(),
            last4: account.last4.clone(),
            livemode: account.livemode,
            ownership: account.ownership.clone(),
            ownership_refresh: account.ownership_refresh.as_ref().map(Into::into),
            permissions: account.permissions.clone().unwrap_or_default(),
            status: account.status,
            subcategory: account.subcategory,
            supported_payment_method_types: account.supported_payment_method_types.clone(),
        }
    }
}
