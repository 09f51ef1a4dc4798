//! The test bank, over HTTP as `linkspan_bank::protocol` describes it.

use std::collections::BTreeMap;

use linkspan_bank::protocol::{
    AccountsAnswer, BalanceAnswer, BankOwner, BankTransaction, LoginAnswer, LoginOutcome, LoginRequest,
    NumbersAnswer, OwnersAnswer, StepRequest, TokenAnswer, TransactionsAnswer,
};
use linkspan_wire::{
    account::Balance,
    link::{CredentialStep, Field, FieldKind, StepKind},
};
use serde::de::DeserializeOwned;
use url::Url;

use super::{AccessToken, Authorize, BankError, Connector, Exchange, Place, SignIn, answer};

/// How this server is known to the bank.
const CLIENT_ID: &str = "linkspan";

/// The test bank on an origin of its own.
#[derive(Debug, Clone)]
pub struct TestBank {
    origin: String,
    http: reqwest::Client,
}

impl TestBank {
    /// The bank at `origin`, such as `http://127.0.0.1:4003`, asked through `http`, which must be
    /// bounded in time and follow no redirect: one would carry codes and tokens elsewhere.
    pub fn new(origin: String, http: reqwest::Client) -> Self {
        Self { origin, http }
    }

    fn at(&self, institution: &str, path: &[&str]) -> Result<Url, BankError> {
        let mut url = Url::parse(&self.origin).map_err(|_| BankError::Broken)?;
        url.path_segments_mut()
            .map_err(|()| BankError::Broken)?
            .pop_if_empty()
            .push(institution)
            .extend(path);
        Ok(url)
    }

    /// Reads something of one account.
    async fn data<T: DeserializeOwned>(&self, place: &Place<'_>, data: &str) -> Result<T, BankError> {
        let url = self.at(place.institution, &["accounts", place.account, data])?;
        answer::read(self.http.get(url).bearer_auth(place.token.expose()).send().await).await
    }
}

impl Connector for TestBank {
    fn issuer(&self, institution: &str) -> String {
        format!("{}/{institution}", self.origin)
    }

    fn host(&self) -> String {
        self.origin.split_once("://").map_or(&*self.origin, |(_, host)| host).to_owned()
    }

    fn authorize_url(&self, institution: &str, request: &Authorize<'_>) -> Result<Url, BankError> {
        let mut url = self.at(institution, &["authorize"])?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", CLIENT_ID)
            .append_pair("redirect_uri", request.redirect_uri)
            .append_pair("state", request.state)
            .append_pair("code_challenge", request.code_challenge)
            .append_pair("code_challenge_method", "S256")
            .append_pair("scope", request.scope)
            .append_pair("merchant", request.merchant)
            .append_pair("ui_locales", request.locale);
        Ok(url)
    }

    async fn health(&self, institution: &str) -> Result<(), BankError> {
        let url = self.at(institution, &["health"])?;
        answer::succeeded(self.http.get(url).send().await).await.map(drop)
    }

    async fn exchange(&self, institution: &str, request: &Exchange) -> Result<AccessToken, BankError> {
        let url = self.at(institution, &["token"])?;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &request.code),
            ("redirect_uri", &request.redirect_uri),
            ("client_id", CLIENT_ID),
            ("code_verifier", &request.code_verifier),
        ];
        let token: TokenAnswer = answer::read(self.http.post(url).form(&form).send().await).await?;
        if !token.token_type.eq_ignore_ascii_case("Bearer") {
            return Err(BankError::Broken);
        }
        Ok(AccessToken::new(token.access_token))
    }

    async fn accounts(&self, institution: &str, token: &AccessToken) -> Result<AccountsAnswer, BankError> {
        let url = self.at(institution, &["accounts"])?;
        answer::read(self.http.get(url).bearer_auth(token.expose()).send().await).await
    }

    async fn balance(&self, place: &Place<'_>) -> Result<Option<Balance>, BankError> {
        self.data::<BalanceAnswer>(place, "balance").await.map(|answer| answer.balance)
    }

    async fn owners(&self, place: &Place<'_>) -> Result<Vec<BankOwner>, BankError> {
        self.data::<OwnersAnswer>(place, "owners").await.map(|answer| answer.owners)
    }

    async fn transactions(&self, place: &Place<'_>) -> Result<Vec<BankTransaction>, BankError> {
        self.data::<TransactionsAnswer>(place, "transactions").await.map(|answer| answer.transactions)
    }

    async fn numbers(&self, place: &Place<'_>) -> Result<NumbersAnswer, BankError> {
        self.data(place, "numbers").await
    }

    fn first_step(&self, _institution: &str) -> CredentialStep {
        let field = |name: &str, kind| Field {
            name: name.to_owned(),
            kind,
            prompt: None,
            choices: Vec::new(),
            length: None,
            optional: false,
        };
        CredentialStep {
            kind: StepKind::SignIn,
            fields: vec![field("username", FieldKind::Username), field("password", FieldKind::Password)],
            error: None,
        }
    }

    async fn sign_in(
        &self,
        institution: &str,
        login: Option<&str>,
        values: &BTreeMap<String, String>,
        locale: &str,
    ) -> Result<SignIn, BankError> {
        let sent = if let Some(login) = login {
            let request = StepRequest { login: login.to_owned(), values: values.clone() };
            self.http.post(self.at(institution, &["login", "answer"])?).json(&request).send().await
        } else {
            let value = |name| values.get(name).cloned().unwrap_or_default();
            let (username, password) = (value("username"), value("password"));
            let request = LoginRequest { username, password, ui_locales: locale.to_owned() };
            self.http.post(self.at(institution, &["login"])?).json(&request).send().await
        };
        let LoginAnswer { login, outcome } = answer::read(sent).await?;
        Ok(match outcome {
            // A step with an error is the one that was just answered, asked again.
            LoginOutcome::Step { step: CredentialStep { error: Some(error), .. } }
            | LoginOutcome::Incorrect { error } => SignIn::Wrong { login, error },
            LoginOutcome::Step { step } => SignIn::Ask { login, step },
            LoginOutcome::Authorized { access_token } => SignIn::Authorized(AccessToken::new(access_token)),
            LoginOutcome::Failed => SignIn::Refused,
        })
    }
}
