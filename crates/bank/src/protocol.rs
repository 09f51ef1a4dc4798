//! What the test bank and a client of it say to each other, server to server.
//!
//! All paths are below `/{institution}` on the bank's origin; `{bank origin}/{institution}` is the
//! issuer. Any of them answers 503 [`Unavailable`] while the bank is down, 500 when it is broken.
//!
//! | path | request | answer |
//! |---|---|---|
//! | `GET /health` | | 204 |
//! | `GET /authorize?response_type=code&client_id&redirect_uri&state&code_challenge&code_challenge_method=S256&scope&merchant&ui_locales` | the person's browser | a page; then 303 to `redirect_uri` with `code`, `state`, `iss`, or with `error`, `state`, `iss` |
//! | `POST /token` | form `grant_type=authorization_code`, `code`, `redirect_uri`, `client_id`, `code_verifier` | [`TokenAnswer`], 400 `{"error": "invalid_grant"}` |
//! | `GET /accounts` | Bearer access token | [`AccountsAnswer`], 401 |
//! | `GET /accounts/{account}/balance` | Bearer access token | [`BalanceAnswer`] |
//! | `GET /accounts/{account}/owners` | the same | [`OwnersAnswer`] |
//! | `GET /accounts/{account}/transactions` | the same | [`TransactionsAnswer`] |
//! | `GET /accounts/{account}/numbers` | the same | [`NumbersAnswer`] |
//! | `POST /login` | [`LoginRequest`] | [`LoginAnswer`] |
//! | `POST /login/answer` | [`StepRequest`] | [`LoginAnswer`], 404 when the sign-in is gone |
//!
//! The four below an account answer 401 without a valid token, 404 when the token does not open the
//! account, 403 when the bank lets nobody read it any more, 422 when the bank has no such data.
//!
//! After [`LoginOutcome::Incorrect`] the next try goes to `/login/answer`, with the handle of that
//! answer and the values `username` and `password`; `/login` begins anew. Each answer brings a new
//! handle; three tries in all, over every step, whichever handle is sent. A sign-in ends after 15
//! minutes without an answer.
//!
//! An authorization code is good once, for a minute, and used up by the first try, right or wrong.
//! `scope` has names of permissions with spaces between them and is shown in words, as is `merchant`;
//! `ui_locales` has BCP 47 tags with spaces between them.

use linkspan_wire::{
    account::{Balance, PaymentMethodType, Subcategory},
    link::{CredentialStep, HolderCategory, auth_session::StepError},
    transaction::TransactionStatus,
};
use serde::{Deserialize, Serialize};

/// The bank cannot serve now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unavailable {
    /// Unix seconds at which it should be back; absent when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_back_at: Option<i64>,
}

/// The answer of the token endpoint (RFC 6749, 5.1).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenAnswer {
    /// Opens [`AccountsAnswer`].
    pub access_token: String,
    /// `Bearer`
    pub token_type: String,
    /// Seconds.
    pub expires_in: u64,
}

/// The accounts that a token opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountsAnswer {
    /// In the bank's order.
    pub accounts: Vec<BankAccount>,
    /// The person already chose at the bank which ones to share: these are they.
    pub chosen_at_bank: bool,
    /// Unix seconds at which the access ends, where the bank says so beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_ends_at: Option<i64>,
}

/// One account, as the bank describes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BankAccount {
    /// Stable for the same account and person across sign-ins.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Last four digits.
    pub last4: String,
    /// Kind.
    pub subcategory: Subcategory,
    /// Whose it is, where that is not the person alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_category: Option<HolderCategory>,
    /// Balance now.
    pub balance: Option<Balance>,
    /// ISO 4217, lower case.
    pub currency: String,
    /// What it can pay with.
    pub supported_payment_method_types: Vec<PaymentMethodType>,
    /// False for an account that the bank lets nobody read any more: it links as `inactive`.
    pub active: bool,
}

/// The balance of one account now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceAnswer {
    /// Absent where the bank gives none.
    pub balance: Option<Balance>,
}

/// Whose account it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnersAnswer {
    /// The first owner first.
    pub owners: Vec<BankOwner>,
}

/// One owner of an account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankOwner {
    /// Full name.
    pub name: String,
    /// E-mail, where the bank has one.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Address on one line.
    pub address: Option<String>,
}

/// What was moved in the last 180 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransactionsAnswer {
    /// The oldest first.
    pub transactions: Vec<BankTransaction>,
}

/// One movement on an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankTransaction {
    /// Stays the same while it turns from pending to posted or void.
    pub id: String,
    /// Minor units; negative takes from the holder.
    pub amount: i64,
    /// ISO 4217, lower case.
    pub currency: String,
    /// As on the statement.
    pub description: String,
    /// Unix seconds.
    pub transacted_at: i64,
    /// Where it stands.
    pub status: TransactionStatus,
    /// Unix seconds at which it was posted or voided; absent while pending.
    pub settled_at: Option<i64>,
}

/// The number of an account for payments. No `Debug`: it is one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumbersAnswer {
    /// The number, or what stands for it.
    pub account_number: String,
    /// ABA routing number.
    pub routing_number: String,
    /// It stands for the number and can end without it.
    pub tokenized: bool,
    /// Unix seconds at which it ends; absent when it does not.
    pub expires_at: Option<i64>,
    /// The bank has taken it back.
    pub deactivated: bool,
    /// It is not known yet whether it is right.
    #[serde(default)]
    pub pending: bool,
}

/// User name and password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginRequest {
    /// As typed.
    pub username: String,
    /// As typed; the sandbox reads keywords in it (Stripe's test values for Financial Connections).
    pub password: String,
    /// BCP 47 tags with spaces between them: the language of what is asked then.
    #[serde(default)]
    pub ui_locales: String,
}

/// An answer to a step.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRequest {
    /// [`LoginAnswer::login`].
    pub login: String,
    /// Value by field name.
    pub values: std::collections::BTreeMap<String, String>,
}

/// Where the sign-in stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginAnswer {
    /// The bank's handle of this sign-in.
    pub login: String,
    /// What comes now.
    pub outcome: LoginOutcome,
}

/// What comes now.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum LoginOutcome {
    /// Ask the person this.
    Step {
        /// What to ask.
        step: CredentialStep,
    },
    /// User name or password wrong; the form stays.
    Incorrect {
        /// What was wrong.
        error: StepError,
    },
    /// The bank said yes.
    Authorized {
        /// Opens [`AccountsAnswer`].
        access_token: String,
    },
    /// The bank said no for good.
    Failed,
}
