//! The accounts that a bank shows after sign-in, before any is linked.

use serde::{Deserialize, Serialize};

use super::Pane;
use crate::account::{PaymentMethodType, Subcategory};

/// What a bank shows after sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerAccounts {
    /// The rows, as the bank orders them.
    pub data: Vec<PartnerAccount>,
    /// Normally `account_picker`.
    pub next_pane: Pane,
    /// The person already chose at the bank: select what can be selected and go on.
    #[serde(default)]
    pub skip_account_selection: bool,
    /// One of those that are selected has to take payments.
    #[serde(default)]
    pub needs_payments: bool,
}

/// One account that a bank shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerAccount {
    /// Under this id it is selected; means nothing outside the auth session.
    pub id: String,
    /// The bank's or the person's name for it.
    pub name: String,
    /// Last four digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last4: Option<String>,
    /// Kind of account.
    pub subcategory: Subcategory,
    /// Whose it is, where that is not the person alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_category: Option<HolderCategory>,
    /// Minor units; only where `balances` was agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance_amount: Option<i64>,
    /// ISO 4217, lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Payment methods it can be used for.
    #[serde(default)]
    pub supported_payment_method_types: Vec<PaymentMethodType>,
    /// Why it cannot be selected; absent when it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<UnavailableReason>,
    /// `fca_…` when this person already linked it for this merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linked_account: Option<String>,
    /// Where it is, among accounts of several banks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution_name: Option<String>,
}

impl PartnerAccount {
    /// Whether it can be ticked.
    pub const fn selectable(&self) -> bool {
        self.unavailable.is_none()
    }

    /// Whether it can be used for payments.
    pub fn takes_payments(&self) -> bool {
        PaymentMethodType::any_known(&self.supported_payment_method_types)
    }
}

/// Whose an account is, where that is not the person alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolderCategory {
    /// Of several people.
    Joint,
    /// Of a business.
    Business,
    /// A category that this build does not know.
    #[serde(other)]
    Unknown,
}

/// Why an account cannot be selected; the words are the flow's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnavailableReason {
    /// The merchant asked for other kinds (`filters[account_subcategories]`).
    KindNotRequested,
    /// Payments were asked for and it cannot make any.
    NoPayments,
    /// The bank says that it is closed or closing.
    Closed,
    /// The bank does not let it through any more: it takes a sign-in there.
    NeedsSignIn,
    /// A reason that this build does not know.
    #[serde(other)]
    Unknown,
}

impl UnavailableReason {
    /// The reason that all of these have; none where they differ, or where one can be selected.
    pub fn common(accounts: &[PartnerAccount]) -> Option<Self> {
        let first = accounts.first()?.unavailable?;
        accounts.iter().all(|account| account.unavailable == Some(first)).then_some(first)
    }
}
