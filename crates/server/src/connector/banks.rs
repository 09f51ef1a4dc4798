//! Which connector serves which institution.

use std::collections::BTreeMap;

use linkspan_wire::{account::Balance, link::CredentialStep};
use url::Url;

use super::{
    AccessToken, AccountsAnswer, Authorize, BankError, BankOwner, BankTransaction, Connector, Exchange,
    NumbersAnswer, Place, SignIn, TestBank, manual,
};

/// All banks of this server: the test bank, and what was typed in.
#[derive(Debug, Clone)]
pub struct Banks(pub(super) TestBank);

/// Whether there is no bank to ask.
fn is_manual(institution: &str) -> bool {
    institution == manual::INSTITUTION
}

impl Connector for Banks {
    fn issuer(&self, institution: &str) -> String {
        self.0.issuer(institution)
    }

    fn host(&self) -> String {
        self.0.host()
    }

    fn authorize_url(&self, institution: &str, request: &Authorize<'_>) -> Result<Url, BankError> {
        self.0.authorize_url(institution, request)
    }

    async fn health(&self, institution: &str) -> Result<(), BankError> {
        if is_manual(institution) { Ok(()) } else { self.0.health(institution).await }
    }

    async fn exchange(&self, institution: &str, request: &Exchange) -> Result<AccessToken, BankError> {
        self.0.exchange(institution, request).await
    }

    async fn accounts(&self, institution: &str, token: &AccessToken) -> Result<AccountsAnswer, BankError> {
        if is_manual(institution) {
            manual::accounts(token)
        } else {
            self.0.accounts(institution, token).await
        }
    }

    async fn balance(&self, place: &Place<'_>) -> Result<Option<Balance>, BankError> {
        if is_manual(place.institution) { Err(BankError::NoData) } else { self.0.balance(place).await }
    }

    async fn owners(&self, place: &Place<'_>) -> Result<Vec<BankOwner>, BankError> {
        if is_manual(place.institution) { Err(BankError::NoData) } else { self.0.owners(place).await }
    }

    async fn transactions(&self, place: &Place<'_>) -> Result<Vec<BankTransaction>, BankError> {
        if is_manual(place.institution) { Err(BankError::NoData) } else { self.0.transactions(place).await }
    }

    async fn numbers(&self, place: &Place<'_>) -> Result<NumbersAnswer, BankError> {
        if is_manual(place.institution) { manual::numbers(place.token) } else { self.0.numbers(place).await }
    }

    fn first_step(&self, institution: &str) -> CredentialStep {
        self.0.first_step(institution)
    }

    async fn sign_in(
        &self,
        institution: &str,
        login: Option<&str>,
        values: &BTreeMap<String, String>,
        locale: &str,
    ) -> Result<SignIn, BankError> {
        self.0.sign_in(institution, login, values, locale).await
    }
}
