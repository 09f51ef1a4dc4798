//! What a bank is to this server: sign in there, then read its accounts.
//!
//! The rest of the server knows banks only through [`Connector`]. Tokens and what a person types
//! pass through it and are shown by no `Debug`.

mod answer;
mod banks;
mod error;
mod manual;
mod test_bank;

use std::{collections::BTreeMap, fmt};

pub use banks::Banks;
pub use error::BankError;
pub use linkspan_bank::protocol::{AccountsAnswer, BankAccount, BankOwner, BankTransaction, NumbersAnswer};
use linkspan_directory::{Record, Source};
use linkspan_wire::{
    account::Balance,
    link::{CredentialStep, StepError},
};
pub use manual::{INSTITUTION as MANUAL_ENTRY, TypedIn, last4};
pub use test_bank::TestBank;
use url::Url;

use crate::AppState;

/// A way to banks.
pub trait Connector: Send + Sync {
    /// The issuer of an institution; compared character by character with `iss` (RFC 9207).
    fn issuer(&self, institution: &str) -> String;

    /// Host, with the port where it is not the scheme's own, that the person sees in the new window.
    fn host(&self) -> String;

    /// Where the person's browser goes to sign in.
    ///
    /// # Errors
    /// When there is no such address.
    fn authorize_url(&self, institution: &str, request: &Authorize<'_>) -> Result<Url, BankError>;

    /// Whether the bank serves now.
    fn health(&self, institution: &str) -> impl Future<Output = Result<(), BankError>> + Send;

    /// Authorization code for access token.
    fn exchange(
        &self,
        institution: &str,
        request: &Exchange,
    ) -> impl Future<Output = Result<AccessToken, BankError>> + Send;

    /// The accounts that a token opens.
    fn accounts(
        &self,
        institution: &str,
        token: &AccessToken,
    ) -> impl Future<Output = Result<AccountsAnswer, BankError>> + Send;

    /// The balance of one account now; `None` where the bank gives none.
    fn balance(&self, place: &Place<'_>) -> impl Future<Output = Result<Option<Balance>, BankError>> + Send;

    /// The owners of one account, the first one first.
    fn owners(&self, place: &Place<'_>) -> impl Future<Output = Result<Vec<BankOwner>, BankError>> + Send;

    /// What was moved on one account in the last 180 days, the oldest first.
    fn transactions(
        &self,
        place: &Place<'_>,
    ) -> impl Future<Output = Result<Vec<BankTransaction>, BankError>> + Send;

    /// The number of one account for payments.
    fn numbers(&self, place: &Place<'_>) -> impl Future<Output = Result<NumbersAnswer, BankError>> + Send;

    /// The first thing that the bank asks without OAuth.
    fn first_step(&self, institution: &str) -> CredentialStep;

    /// Answers the first step (`login` is `None`), in the language that what follows is asked in, or a later
    /// one.
    fn sign_in(
        &self,
        institution: &str,
        login: Option<&str>,
        values: &BTreeMap<String, String>,
        locale: &str,
    ) -> impl Future<Output = Result<SignIn, BankError>> + Send;
}

/// The way to the banks of this server.
pub fn of(state: &AppState) -> impl Connector + use<> {
    Banks(TestBank::new(state.origins.bank.clone(), state.http.clone()))
}

/// The same to an institution that somebody chose.
///
/// # Errors
/// When nothing leads there: an imported institution has no connector yet.
pub fn to(state: &AppState, record: &Record) -> Result<impl Connector + use<>, BankError> {
    match record.source {
        Source::Sandbox => Ok(of(state)),
        Source::Operator => Err(BankError::Closed { expected_back_at: None }),
    }
}

/// One account at a bank, and what opens it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// `bcinst_…`
    pub institution: &'a str,
    /// Opens it.
    pub token: &'a AccessToken,
    /// The bank's stable id of the account.
    pub account: &'a str,
}

/// What the person's browser carries to the bank.
#[derive(Debug, Clone, Copy)]
pub struct Authorize<'a> {
    /// Where the bank sends the browser back to.
    pub redirect_uri: &'a str,
    /// Comes back unchanged.
    pub state: &'a str,
    /// S256 of the verifier.
    pub code_challenge: &'a str,
    /// Names of what is shared, with spaces between.
    pub scope: &'a str,
    /// Who will get the data.
    pub merchant: &'a str,
    /// Language of the person, BCP 47.
    pub locale: &'a str,
}

/// What the token endpoint is sent.
#[derive(Clone)]
pub struct Exchange {
    /// As the callback got it.
    pub code: String,
    /// The same as in [`Authorize`].
    pub redirect_uri: String,
    /// What the challenge was made of.
    pub code_verifier: String,
}

/// Opens the accounts of one person at one bank.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(String);

impl AccessToken {
    /// Takes a token that a bank gave.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    /// The token itself, for the bank and for the store.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").field("redirect_uri", &self.redirect_uri).finish_non_exhaustive()
    }
}

/// Where a sign-in without OAuth stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// The bank asks for more.
    Ask {
        /// The bank's handle of this sign-in.
        login: String,
        /// What to ask.
        step: CredentialStep,
    },
    /// The last answer was wrong and may be given again.
    Wrong {
        /// The bank's handle of this sign-in.
        login: String,
        /// What was wrong.
        error: StepError,
    },
    /// The bank said yes.
    Authorized(AccessToken),
    /// The bank said no for good.
    Refused,
}
